# Sourced by the commands beside it: make .venv with the given requirements, or say why not.

install_requirements() {
    for python in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$python" bin/_environment.py "$1"
            return
        fi
    done
    echo "CoffeeChat needs Python 3.11 or newer: install it, or name one with PYTHON=/path/to/python." >&2
    exit 1
}
