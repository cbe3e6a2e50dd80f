# Reads the blocks of commands in the files that it is given, as bash would run them, and runs none:
# with no program to be found, each goes to command_not_found_handle, which writes it down. What it
# prints stands for what the program would print.
#
# A line of RECORD begins with the block's file; its words are separated by 0x1f, and it ends in 0x1e.
PATH=/nowhere
set -u

command_not_found_handle() {
  local IFS=$'\x1f'
  printf '%s\x1e' "$block"$'\x1f'"$*" >> "$RECORD"
  echo ID
}

# Those of bash itself that would do something.
cd() { command_not_found_handle cd "$@"; }
kill() { command_not_found_handle kill "$@"; }
exit() { command_not_found_handle exit "$@"; }
exec() { command_not_found_handle exec "$@"; }
source() { command_not_found_handle source "$@"; }
wait() { :; }

# A name with a slash in it is not looked up.
./scenario() { command_not_found_handle ./scenario "$@"; }

for block in "$@"; do
  . "$block"
done
