# Finds a JDK 25 or newer. To be sourced by the launchers; needs bash 3.2 or newer and starts no process
# where a JDK's `release` file says the version.

# Succeeds if $1 is the home of a JDK 25 or newer.
is_jdk25() {
  local line version=""
  [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in
        JAVA_VERSION=*) version=${line#*=}; break ;;
      esac
    done < "$1/release"
  fi
  if [ -z "$version" ]; then
    version=$("$1/bin/java" -version 2>&1) || return 1
    case $version in
      *version\ \"*) version=${version#*version \"} ;;
      *) return 1 ;;
    esac
  fi
  version=${version#\"}
  version=${version%%[!0-9]*}
  [ -n "$version" ] && [ "$version" -ge 25 ]
}

# Prints the home that the `java` on the PATH belongs to, if there is one.
java_home_on_path() {
  local file target
  file=$(type -P java) || return 1
  while target=$(readlink "$file"); do
    case $target in
      /*) file=$target ;;
      *) file=${file%/*}/$target ;;
    esac
  done
  case $file in
    */bin/java) (cd -P "${file%/bin/java}" && pwd) ;;
    *) return 1 ;;
  esac
}

# Sets jdk25_home: JAVA_HOME if it is new enough, else the PATH's, else the first in the folders where JDKs are
# usually put. Fails if there is none.
find_jdk25() {
  local home
  jdk25_home=${JAVA_HOME-}
  if [ -n "$jdk25_home" ] && is_jdk25 "$jdk25_home"; then return 0; fi
  if jdk25_home=$(java_home_on_path) && is_jdk25 "$jdk25_home"; then return 0; fi
  for home in \
    "${JAVA25_HOME-}" \
    /usr/lib/jvm/* \
    /opt/* /opt/java/* /opt/jdk/* \
    /usr/java/* /usr/local/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${SDKMAN_DIR-}"/candidates/java/* \
    "${HOME-}"/.sdkman/candidates/java/* \
    "${HOME-}"/.jdks/* "${HOME-}"/.jdks/*/Contents/Home
  do
    jdk25_home=$home
    if [ -n "$home" ] && is_jdk25 "$home"; then return 0; fi
  done
  jdk25_home=
  return 1
}

# find_jdk25, or one sentence and exit 127, the shell's own status for a command that is not there.
require_jdk25() {
  find_jdk25 && return 0
  echo "${0##*/}: needs a JDK 25 or newer, and none was found in JAVA_HOME, on the PATH or in the usual folders" \
    "(/usr/lib/jvm, /opt, /Library/Java/JavaVirtualMachines, SDKMAN, ~/.jdks): install one, or set JAVA_HOME to its folder." >&2
  exit 127
}

# The flags that all our programs run with, in jdk25_flags; the parent pom has the same in <jvm.flags>.
jdk25_flags=(--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED)
