# find_jdk N: prints the home of a JDK of release N or newer: JAVA_HOME, then /usr/lib/jvm, then PATH.
# Sourced by ./aplomb and ./mvnw; plain sh, no external command beyond sed and the JDK's own `release` file.

jdk_release() { # HOME -> feature release on standard output, nothing when HOME is no JDK
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  wanted=$1
  best= best_release=0
  if [ -n "${JAVA_HOME:-}" ]; then
    release=$(jdk_release "$JAVA_HOME")
    if [ "${release:-0}" -ge "$wanted" ]; then echo "$JAVA_HOME"; return 0; fi
  fi
  for home in /usr/lib/jvm/*; do
    [ -x "$home/bin/javac" ] || continue
    release=$(jdk_release "$home")
    [ "${release:-0}" -ge "$wanted" ] || continue
    # The lowest release that is new enough: the one the tests ran on.
    if [ -z "$best" ] || [ "$release" -lt "$best_release" ]; then best=$home best_release=$release; fi
  done
  if [ -n "$best" ]; then echo "$best"; return 0; fi
  if java=$(command -v java 2>/dev/null); then
    home=$(dirname "$(dirname "$(readlink -f "$java")")")
    release=$(jdk_release "$home")
    if [ "${release:-0}" -ge "$wanted" ]; then echo "$home"; return 0; fi
  fi
  {
    echo "aplomb: Java $wanted is needed, and was not found in JAVA_HOME, in /usr/lib/jvm or on PATH."
    echo "        Debian/Ubuntu: apt-get install openjdk-$wanted-jdk    Fedora: dnf install java-$wanted-openjdk-devel"
    echo "        or any JDK $wanted (Temurin for instance), with JAVA_HOME set to its folder."
  } >&2
  return 1
}
