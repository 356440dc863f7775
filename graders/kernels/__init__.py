"""Warm kernels: one parent process that has imported the course's libraries, and what is forked from it.

Three ways in, and nothing else is meant to be used from outside:

* **Kernelspecs.** ``coursework`` is a warm kernel for nbval and papermill, which the course's JupyterLab
  starts under the name ``python3`` (``graders.kernels.kernelspecs``); ``coursework-candidate`` is warm *and*
  sandboxed. Both go through ``graders.kernels.provisioner.CourseworkProvisioner``, so that every Jupyter
  application can use them unchanged. Installing the course puts them in place::

      km = AsyncKernelManager(kernel_name="coursework-candidate")
      await km.start_kernel(sandbox=Sandbox.for_course(root, files=folder))    # or the same as a dict
      km.provisioner.limit_hit       # None, or LimitHit(kind, limit); str() is the sentence for the learner
      km.provisioner.list_files()    # [(name, bytes), ...] in the candidate's work folder
      km.provisioner.read_file("log.csv", max_bytes=1_000_000)    # bytes, until the manager cleans up

  The working folder of a sandboxed kernel is always ``sandbox.work``;a ``cwd`` for the manager is ignored.

* **Children that are no kernels**, say an examiner: ``graders.kernels.client.spawn``::

      child = spawn("graders.examiner.serve:main", {"lesson": "01_sequential"}, fds={0: r, 1: w},
                    sandbox=Sandbox(...))
      child.poll(), child.wait(timeout), child.send_signal(n), child.kill(), child.limit_hit, child.close()

  The function is called with the arguments as keywords; what it returns (``None`` or a number) or the
  ``SystemExit`` that it raises is the exit code. Closing the child kills it.

* **What this machine offers**: ``graders.kernels.doctor``.

This package knows nothing of lessons or nbgrader, and importing it is cheap.
"""

from graders.kernels.sandbox import LimitHit, Sandbox, SandboxUnavailable

__all__ = ["LimitHit", "Sandbox", "SandboxUnavailable"]
