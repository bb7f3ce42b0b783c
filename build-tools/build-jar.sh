# Builds app/target/aplomb.jar for the launcher, and the start-up cache beside it. Sourced by ./aplomb; plain sh.

# How the program is run. The serial collector starts fastest and holds least (docs/launcher.md); the cache is trained
# with the same options, or it would not fit.
jvm_options='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  -XX:+UseSerialGC -Xms16m -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8
  -Dio.netty.leakDetection.level=disabled'

# jar_is_old HOME JAR: the jar is missing, or a source that makes it is newer. Reads names and times only.
jar_is_old() {
  [ -f "$2" ] || return 0
  [ -d "$1/app/src" ] || return 1 # a jar delivered without its sources
  newer=$(find "$1/pom.xml" "$1"/*/pom.xml "$1"/*/src/main -newer "$2" -type f -print 2>/dev/null | head -n 1)
  [ -n "$newer" ]
}

# build_jar HOME JAVA_HOME JAR: a quick build without tests, with its progress on standard error.
build_jar() {
  target=$1/app/target
  log=$target/build.log
  mkdir -p "$target"
  if command -v flock >/dev/null 2>&1; then
    # Two launchers at once: the second waits, and finds the jar made.
    exec 9>"$target/build.lock"
    flock 9
    jar_is_old "$1" "$3" || return 0
  fi
  reason='first time only'
  [ ! -f "$3" ] || reason='the sources have changed'
  started=$(date +%s)
  [ -t 2 ] || progress "$reason"
  # Under another name until it is whole: a launcher that starts meanwhile must not find half a jar.
  making=building-${3##*/}
  (cd "$1" && exec env JAVA_HOME="$2" ./mvnw -B -Pjar "-Daplomb.jar=$making" -pl app -am package) \
    >"$log" 2>&1 </dev/null 9>&- &
  build=$!
  trap 'kill "$build" 2>/dev/null; exit 130' INT TERM HUP
  while kill -0 "$build" 2>/dev/null; do
    [ ! -t 2 ] || progress "$reason" "$(($(date +%s) - started)) s "
    sleep 1
  done
  trap - INT TERM HUP
  if wait "$build" && [ -f "$target/$making" ]; then
    touch "$target/$making" # made from the sources as they are now, whatever time the packager gave it
    mv -f "$target/$making" "$3"
    train_cache "$2" "$3" 9>&-
    [ ! -t 2 ] || progress "$reason"
    printf '%s s\n' "$(($(date +%s) - started))" >&2
    return 0
  fi
  printf 'failed. From %s:\n' "$log" >&2
  { grep '^\[ERROR\]' "$log" || tail -n 20 "$log"; } | head -n 20 >&2
  return 1
}

progress() { # REASON [TIME]
  [ ! -t 2 ] || printf '\r' >&2
  printf 'aplomb: building, %s ... %s' "$1" "${2:-}" >&2
}

# train_cache JAVA_HOME JAR: a short run writes down the classes that a start needs (JEP 483, JEP 514) into a cache
# beside the jar. It serves a small configuration, and drains it as soon as it has opened everything.
train_cache() {
  folder=${2%/*}
  training=$folder/training
  rm -rf "$training" "${2%.jar}.aot"
  mkdir -p "$training"
  printf '%s\n' 'global' '    maxconn 100' 'defaults' '    mode http' '    timeout connect 1s' '    timeout client 1s' \
    '    timeout server 1s' 'frontend training' "    bind unix@$training/socket" '    default_backend nowhere' \
    'backend nowhere' '    balance roundrobin' '    server none 127.0.0.1:9' >"$training/training.cfg"
  # shellcheck disable=SC2086 # a list of options
  "$1/bin/java" $jvm_options "-XX:AOTCacheOutput=${2%.jar}.aot" -jar "$2" \
    proxy -db -f "$training/training.cfg" -p "$training/pid" >"$training/log" 2>&1 </dev/null &
  run=$!
  seconds=0
  while kill -0 "$run" 2>/dev/null && [ "$seconds" -lt 30 ]; do
    # USR1, not TERM: an orderly end leaves the Java machine the time to write its cache.
    [ ! -s "$training/pid" ] || { kill -USR1 "$run" 2>/dev/null && rm -f "$training/pid"; }
    sleep 1
    seconds=$((seconds + 1))
  done
  kill -KILL "$run" 2>/dev/null || true
  wait "$run" 2>/dev/null || true
}
