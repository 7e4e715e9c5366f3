"""What pyproject.toml cannot say: a wheel carries schemas, examples and the guide inside the package.

So a project folder needs no copy of the schemas, and `tonghop init` works wherever the program is installed.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = ("schemas", "examples", "docs/huong-dan-dau-moi.md", "docs/danh-muc.md")


class BuildWithSchemas(build_py):
    """Copies what is shipped into the built package; an editable install finds it beside the package."""

    def run(self) -> None:
        """Build the package, then add what is shipped with it."""
        super().run()
        if self.editable_mode:
            return
        for name in SHIPPED:
            shipped = Path(name)
            for path in sorted(shipped.rglob("*")) if shipped.is_dir() else [shipped]:
                if path.is_file():
                    target = Path(self.build_lib, "pipeline", path)
                    self.mkpath(str(target.parent))
                    self.copy_file(str(path), str(target))


setup(cmdclass={"build_py": BuildWithSchemas})
