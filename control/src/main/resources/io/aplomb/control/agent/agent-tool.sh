#!/bin/sh
# Asks the Aplomb node of this machine what Pacemaker's tool of this name asks the cluster. Written by Aplomb.
spool=@SPOOL@
program=@PROGRAM@
tool=${0##*/}
case $tool in
  pacemakerd) echo 'Pacemaker 2.1.5'; exit 0 ;;
  crm_attribute | crm_master | attrd_updater | crm_node | crm_resource) ;;
  *) exec "$program" "$tool" "$@" ;;
esac
# Nobody to ask is an answer at once, not a wait without end.
if ! { read -r node <"$spool/pid" && kill -0 "$node"; } 2>/dev/null; then
  echo "$tool: the cluster is not running on this node" >&2
  exit 102
fi
# Lengths are counted in octets.
LC_ALL=C
umask 077
mine=$spool/$$
mkfifo "$mine.a" 2>/dev/null || { rm -f "$mine.a" && mkfifo "$mine.a" || exit 1; }
exec 3<>"$mine.a"
{
  for word in "$tool" "${OCF_RESOURCE_INSTANCE-}" "$@"; do
    printf '%s\n%s\n' "${#word}" "$word"
  done
  echo .
} >"$mine.q"
read -r rc output errors <&3 || exit 1
while [ "$output" -gt 0 ]; do
  IFS= read -r line <&3
  printf '%s\n' "$line"
  output=$((output - 1))
done
while [ "$errors" -gt 0 ]; do
  IFS= read -r line <&3
  printf '%s\n' "$line" >&2
  errors=$((errors - 1))
done
[ "$rc" -ne 250 ] || exec "$program" "$tool" "$@"
exit "$rc"
