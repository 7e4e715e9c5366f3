"""What pyproject.toml cannot say: a wheel carries the schemas inside the package, so that a project folder needs no copy."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithSchemas(build_py):
    """Copies `schemas/` into the built package; an editable install finds the folder beside the package."""

    def run(self) -> None:
        """Build the package, then add the schemas."""
        super().run()
        if not self.editable_mode:
            for path in sorted(Path("schemas").rglob("*.yaml")):
                target = Path(self.build_lib, "pipeline", path)
                self.mkpath(str(target.parent))
                self.copy_file(str(path), str(target))


setup(cmdclass={"build_py": BuildWithSchemas})
