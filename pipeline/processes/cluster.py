"""A running Dask cluster as the executor that reads returns; an optional extra (`tonghop[cluster]`)."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from pipeline.errors import OperatorError


@contextmanager
def cluster(scheduler: str | None) -> Iterator[Executor | None]:
    """Give the executor of the cluster whose scheduler has this address; None without an address.

    Raises: OperatorError when dask.distributed is not installed or the scheduler does not answer.
    """
    if scheduler is None:
        yield None
        return
    try:
        from distributed import Client  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise OperatorError("Cần cài thêm thành phần để dùng cụm máy: pip install 'tonghop[cluster]'.") from error
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise OperatorError(
            f"Không nối được với cụm máy {scheduler} ({type(error).__name__}); kiểm tra địa chỉ và máy điều phối."
        ) from error
    with client:
        yield client.get_executor()
