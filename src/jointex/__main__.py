"""`python -m jointex` is the command `jointex`."""

from __future__ import annotations

import sys

from jointex.cli import main

sys.exit(main())
