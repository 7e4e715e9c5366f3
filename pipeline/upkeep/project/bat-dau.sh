#!/bin/sh
# Mở một cửa sổ lệnh trong thư mục này, để gõ các lệnh của tonghop.
cd "$(dirname "$0")" || exit 1
if ! command -v tonghop >/dev/null; then
  echo "Chưa cài chương trình tonghop trên máy này; xem HUONG-DAN.md." >&2
  exit 1
fi
tonghop doctor
tonghop --help
exec "${SHELL:-/bin/sh}"
