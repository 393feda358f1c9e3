"""The ``chutri`` command: what each package contributes, and ``serve``."""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.console import Data, begin, err, sentences, settings_of

if TYPE_CHECKING:
    from search_api.access.reception import Reception

CONTRIBUTIONS = (
    "indexer.cli",
    "indexer.cli_watch",
    "indexer.cli_aside",
    "search_api.commands.lists",
    "search_api.commands.asking",
    "search_api.commands.ledger",
    "search_api.commands.views",
    "search_api.commands.people",
    "search_api.commands.saved",
    "search_api.commands.accounts",
    "search_api.commands.audit",
    "search_api.commands.operations",
)

# How long answers under way are waited for when the server is told to stop.
GRACE_SECONDS = 10

app = typer.Typer(
    name="chutri",
    help="Chủ Trì: ai chịu trách nhiệm việc gì, đến khi nào, theo kế hoạch nào. (Who is responsible for what.)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def common(data: Data = None) -> None:
    """Chủ Trì: ai chịu trách nhiệm việc gì, đến khi nào, theo kế hoạch nào. (Who is responsible for what.)"""
    begin()


def introduce(reception: Reception) -> None:
    """Make the first administrator at the first start, and print the password, which is printed nowhere else."""
    made = reception.people.first()
    if made is not None:
        name, password = made
        err.print(f"Quản trị viên / administrator: {name}")
        err.print(f"Mật khẩu / password: {password}")
        err.print("Chỉ in lần này; phải đổi khi đăng nhập. (Printed once; to be changed at log-in.)", style="dim")


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe.")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng lắng nghe.", min=1, max=65535)] = None,
    data: Data = None,
) -> None:
    """Mở trang web và API. (Serve the pages and the API.)"""
    from importlib.metadata import version

    import uvicorn

    from search_api.access import events
    from search_api.operations import logs
    from search_api.operations.serving import serving
    from web.app import create_app

    settings = settings_of(context, data)
    chosen = {"host": host or settings.host, "port": port or settings.port}
    settings = settings.model_copy(update=chosen)
    address = f"http://{settings.host}:{settings.port}"
    for_programs = logs.configure(settings.log_level, settings.log)
    with sentences(), serving(settings.data, address):
        application = create_app(settings)
        introduce(application.state.api.state.reception)
        events.record("started", address, {"anonymous": settings.anonymous, "version": version("chutri")})
        if for_programs:
            logs.logger("chutri").info("serving", address=address)
        else:
            err.print(f"Chủ Trì: {address} (Ctrl+C để dừng)")
        uvicorn.run(
            application,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            # The gate reads what proxies say, and only of those that the settings name.
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )


for name in CONTRIBUTIONS:
    if importlib.util.find_spec(name) is not None:
        contributed = importlib.import_module(name).app
        app.registered_commands += contributed.registered_commands
        app.registered_groups += contributed.registered_groups


def main() -> None:
    """Run the command line."""
    warnings.simplefilter("ignore")
    app()


if __name__ == "__main__":
    main()
