"""The course's kernels, and which of them JupyterLab offers.

Their kernelspecs stand in `graders/kernels/jupyter/kernels`; installing the course puts them where Jupyter
looks. A lesson names the kernel `python3`, which exists wherever a notebook is opened.
"""

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpec, KernelSpecManager

WARM, CANDIDATE = "coursework", "coursework-candidate"


class LessonKernels(KernelSpecManager):
    """What the course's JupyterLab starts: under the name `python3`, the warm kernel.

    Everywhere else, `python3` stays ipykernel's own. The course's other kernels can be started by name, as
    notebooks of its first edition do, but `jupyter_server_config.json` keeps them out of the launcher.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Find a kernelspec.

        Args:
            kernel_name: Its name.

        Returns:
            The kernelspec; for `python3`, that of the warm kernel with ipykernel's display name and pictures.

        Raises:
            NoSuchKernel: There is none of this name.
        """
        spec = super().get_kernel_spec(kernel_name)
        if kernel_name != NATIVE_KERNEL_NAME:
            return spec
        warm = super().get_kernel_spec(WARM)
        # JupyterLab shows the name, and the pictures in the folder.
        warm.display_name, warm.resource_dir = spec.display_name, spec.resource_dir
        return warm
