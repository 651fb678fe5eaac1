"""The one bootstrap: broker, groups at 0, reclaim, health, metrics, shutdown."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from faststream.asgi import AsgiFastStream, AsgiResponse, get
from faststream.asgi.types import ASGIApp
from faststream.redis import RedisBroker
from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector, make_asgi_app
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from shared.broker import BROKER_FAULTS, REFUSALS, BrokerRefusedError, wait_for_broker
from shared.config_files import ConfigFiles
from shared.errors import ConfigChangedError, ConfigError, MelderError
from shared.metrics import ServiceMetrics
from shared.settings import CommonSettings
from shared.tasks import cancel_all

log = logging.getLogger(__name__)
LONGEST_PAUSE = 5.0
PATIENCE = 2.0
"""Seconds that health waits for the broker."""
MAY_WRITE = "#!lua\nreturn 1"
"""Writes nothing, but the broker takes it only where it would take a write: a script without `no-writes`."""
STOP_PATIENCE = 10.0
"""Seconds that an orderly stop waits for what it closes."""

Turn = Callable[[], Awaitable[float]]
"""One turn of a loop; returns how many seconds to wait until the next."""


@dataclass
class Loop:
    """A turn that is taken again and again; its `trouble`, if it has some, is waited out."""

    name: str
    turn: Turn
    trouble: str = ""


@dataclass
class Service:
    """What one process consists of. `groups` are (stream, group) pairs that its subscribers read.

    `routes` are served beside health and metrics.
    """

    name: str
    client: Redis
    registry: CollectorRegistry
    loops: list[Loop] = field(default_factory=list)
    broker: RedisBroker | None = None
    groups: tuple[tuple[str, str], ...] = ()
    closing: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    routes: list[tuple[str, ASGIApp]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.metrics = ServiceMetrics(self.registry)
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.loops.append(Loop("health", self.watch_health))
        if self.groups:
            self.loops.append(Loop("watch-groups", self.watch_groups))

    async def create_groups(self) -> None:
        """Create every group at id 0, so that nothing published before is skipped."""
        for stream, group in self.groups:
            try:
                await self.client.xgroup_create(stream, group, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise

    async def watch_health(self) -> float:
        """Keep the broker's metrics true, whether anybody asks /readyz or not."""
        await self.ready()
        return 5.0

    async def watch_groups(self) -> float:
        """Bring back a subscriber that stopped because its group was lost (FLUSHALL)."""
        stopped = [s for s in self.broker.subscribers if not s.running] if self.broker else []
        if stopped:
            log.error("the group was lost; it is created again at 0", extra={"groups": self.groups})
            await self.create_groups()
            for subscriber in stopped:
                await subscriber.start()
        return 1.0

    def watch(self, config: ConfigFiles[Any]) -> None:
        """Stop by a ConfigChangedError when these files hold something else, and good."""

        async def look() -> float:
            if config.changed():
                raise ConfigChangedError(f"changed: {config}")
            self.metrics.config_wrong.set(config.wrong)
            return 1.0

        self.loops.append(Loop("configuration", look))

    async def ready(self) -> str:
        """Empty when ready, else what is wrong."""
        if trouble := await self._broker_trouble():
            return trouble
        if self.broker and not all(s.running for s in self.broker.subscribers):
            return "a subscriber has stopped"
        return "; ".join(f"{loop.name}: {loop.trouble}" for loop in self.loops if loop.trouble)

    async def _broker_trouble(self) -> str:
        up = writable = True
        try:
            async with asyncio.timeout(PATIENCE):
                await self.client.eval(MAY_WRITE, 0)
        except BrokerRefusedError as error:
            writable = False
            return f"the broker takes nothing: {error}"
        except (RedisError, OSError) as error:
            up = writable = False
            return f"the broker does not answer: {error}"
        finally:
            self.metrics.broker_up.set(up)
            self.metrics.broker_writable.set(writable)
        return ""


def serve(service: Service, settings: CommonSettings, port: int, config: ConfigFiles[Any]) -> None:
    """Run until SIGTERM or SIGINT, then stop gracefully. MelderError when it cannot start or go on.

    When `config` changes, stop gracefully too, and begin anew: the same command as the same process.
    """
    service.watch(config)
    try:
        asyncio.run(serve_until_stopped(service, settings, port))
    except ConfigChangedError:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - its own command


async def serve_until_stopped(service: Service, settings: CommonSettings, port: int) -> None:
    """What `serve` does, in a running event loop."""
    listener = _listen(service.name, settings.host, port)
    try:
        await wait_for_broker(service.client, settings.redis_url, settings.broker_wait)
        await service.create_groups()
        await _run(service, settings, listener)
    finally:
        listener.close()
        for close in service.closing:
            with contextlib.suppress(*BROKER_FAULTS, TimeoutError):
                async with asyncio.timeout(STOP_PATIENCE):
                    await close()
        await service.client.aclose()


async def _run(service: Service, settings: CommonSettings, listener: socket.socket) -> None:
    tasks: list[asyncio.Task[None]] = []
    failures: list[BaseException] = []

    async def start_loops() -> None:
        for loop in service.loops:
            tasks.append(asyncio.create_task(_keep(loop, service), name=loop.name))
            tasks[-1].add_done_callback(lambda done: _stop_on_failure(done, server, failures))
        log.info("running", extra={"address": "{}:{}".format(*listener.getsockname()[:2])})

    async def stop_loops() -> None:
        await cancel_all(tasks)

    app = AsgiFastStream(
        service.broker or RedisBroker(settings.redis_url),  # an app needs one, subscribers or not
        after_startup=[start_loops],
        on_shutdown=[stop_loops],
        asgi_routes=_routes(service),
        logger=log,
    )
    server = _Server(uvicorn.Config(app, lifespan="on", log_config=None, access_log=False))
    await server.serve(sockets=[listener])
    log.info("stopped")
    if failures:
        raise failures[0]
    if not server.started:
        raise MelderError(f"{service.name} could not start; the log says why")


async def _keep(loop: Loop, service: Service) -> None:
    pause = 0.1
    while True:
        refused = False
        try:
            wait = await loop.turn()
        except BROKER_FAULTS as error:
            service.metrics.loop_faults.labels(loop.name).inc()
            _tell(loop, logging.WARNING, "waiting for the broker", error)
        except REFUSALS as error:
            refused = True
            _tell(loop, logging.ERROR, "refused; docs/repair.md says what to do", error)
        else:
            if loop.trouble:
                log.info("it goes on", extra={"loop": loop.name})
            loop.trouble, pause = "", 0.1
        if loop.trouble:
            wait, pause = pause, min(2 * pause, LONGEST_PAUSE)
        service.metrics.refused.labels(loop.name).set(refused)
        await asyncio.sleep(wait)


def _tell(loop: Loop, level: int, trouble: str, error: Exception) -> None:
    """Once, as long as it is the same trouble."""
    if loop.trouble != trouble:
        log.log(level, trouble, extra={"loop": loop.name, "error": str(error)})
    loop.trouble = trouble


def _stop_on_failure(task: asyncio.Task[None], server: uvicorn.Server, failures: list[BaseException]) -> None:
    if task.cancelled() or not (error := task.exception()):
        return
    if isinstance(error, ConfigChangedError):
        log.info("the service begins anew", extra={"reason": str(error)})
    else:
        log.critical("a loop failed; the service stops", extra={"loop": task.get_name()}, exc_info=error)
    failures.append(error)
    server.should_exit = True


def _routes(service: Service) -> list[tuple[str, ASGIApp]]:
    @get
    async def livez(_: object) -> AsgiResponse:
        return AsgiResponse(b"alive", status_code=200)

    @get
    async def readyz(_: object) -> AsgiResponse:
        wrong = await service.ready()
        return AsgiResponse((wrong or "ready").encode(), status_code=503 if wrong else 200)

    metrics = make_asgi_app(service.registry)
    return [("/livez", livez), ("/readyz", readyz), ("/metrics", metrics), *service.routes]


def _listen(name: str, host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"{name} cannot listen on {host}:{port} ({error.strerror}); "
            f"stop what does, or set MELDER_{name.upper()}_PORT"
        ) from error
    return listener


class _Server(uvicorn.Server):
    """Stops on SIGTERM and SIGINT with status 0, where uvicorn would raise the signal again."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield
