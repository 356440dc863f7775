"""A Jupyter server's terminals find this Python's programs, as kernels do, whatever started the server.

A lesson asks for `coursework rehearse …` in a terminal, and a bundle is opened by `.venv/bin/jupyter lab`,
which leaves the folder of that program off the search path. `coursework/jupyter/terminals.json` has every
server of this Python load this module.
"""

from coursework.lesson import find_programs


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: object) -> None:
    """Put the programs on the server's search path: each terminal starts with a copy of it.

    Args:
        server: Jupyter's server application.
    """
    find_programs()
