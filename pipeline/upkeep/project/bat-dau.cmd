@echo off
rem Opens a window in this folder in which the commands of "tonghop" can be typed.
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
where tonghop >nul 2>nul
if errorlevel 1 (
  echo Chua cai chuong trinh tonghop tren may nay; xem HUONG-DAN.md.
  pause
  exit /b 1
)
tonghop doctor
tonghop --help
cmd /k
