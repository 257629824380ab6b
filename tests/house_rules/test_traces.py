"""What only reads the settings of the tests leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_reading_the_settings_makes_no_folder(tmp_path: Path) -> None:
    """mypy reads them and ends without Python's leave-taking."""
    script = "import gops.settings.test, os; os._exit(0)"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run(
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, env=environment, check=True
    )
    assert list(tmp_path.iterdir()) == []
