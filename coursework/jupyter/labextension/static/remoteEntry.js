// An extension of JupyterLab and Jupyter Notebook 7. *Run All Cells* goes to the last cell at once and stays
// there, even when a cell far above fails and the kernel leaves the rest out: this shows the cell that failed.
//
// It is written by hand as the container that JupyterLab loads (webpack's "module federation"): `init` is given
// the modules that all extensions share, `get` gives the plugin. Nothing is built, nothing is bundled.
var _JUPYTERLAB = typeof _JUPYTERLAB === "undefined" ? {} : _JUPYTERLAB;

(() => {
  let shared = {};

  const notebookModule = async () => {
    const versions = Object.values(shared["@jupyterlab/notebook"]);
    const factory = await (versions.find((version) => version.loaded) || versions[0]).get();
    return factory();
  };

  const failed = (cell) =>
    cell.model.type === "code" &&
    !(cell.model.getMetadata("tags") || []).includes("raises-exception") &&
    cell.outputArea.model.toJSON().some((output) => output.output_type === "error");

  const plugin = {
    id: "keras-coursework:shows-where-it-stopped",
    description: "Shows the cell at which a run of several cells stopped.",
    autoStart: true,
    activate: async () => {
      const { NotebookActions } = await notebookModule();
      const waiting = new WeakMap(); // of each notebook: its cells that have yet to run
      NotebookActions.executionScheduled.connect((_, { notebook, cell }) => {
        if (!waiting.has(notebook)) waiting.set(notebook, new Set());
        waiting.get(notebook).add(cell);
      });
      NotebookActions.executed.connect((_, { notebook, cell, success }) => {
        const cells = waiting.get(notebook) || new Set();
        cells.delete(cell);
        // A cell that was run alone fails before its reader's eyes.
        if (success || cells.size === 0 || !failed(cell)) return;
        const index = notebook.widgets.indexOf(cell);
        if (index < 0) return;
        notebook.activeCellIndex = index;
        notebook.deselectAll();
        void notebook.scrollToItem(index, "center");
      });
    },
  };

  _JUPYTERLAB["keras-coursework"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();
