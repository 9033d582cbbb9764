# Builds what bench/quick, bench/run and bench/compare need. To be sourced, with $here = the folder of this file.

root=${here%/*}
. "$root/experiments/jdk25.sh"
classes=$root/engine/target/classes:$root/nn/target/classes:$root/bench/target/classes

# --help prints the comment at the head of the script that was started.
case " $* " in
  *" --help "*)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
esac

# Succeeds if $1 exists and nothing that our classes are made of is newer.
newer_than_sources() {
  local module sources=("$root/pom.xml")
  [ -e "$1" ] || return 1
  for module in engine nn bench; do
    sources+=("$root/$module/pom.xml" "$root/$module/src/main")
    [ -d "$root/$module/src/build" ] && sources+=("$root/$module/src/build")
  done
  [ -z "$(find "${sources[@]}" -newer "$1" -print -quit)" ]
}

# maven ARGUMENTS: without network where that is enough.
maven() {
  local common=(-B -q -Dstyle.color=never -DskipTests -f "$root/pom.xml")
  mvn -o "${common[@]}" "$@" > "$log" 2>&1 || mvn "${common[@]}" "$@" > "$log" 2>&1 || {
    cat "$log" >&2
    echo "${0##*/}: the build failed; Maven says why above." >&2
    exit 1
  }
}

# build STAMP GOAL: runs Maven up to bench unless the stamp says that nothing changed.
build() {
  newer_than_sources "$root/bench/target/$1" && return 0
  local log started
  log=$(mktemp) && started=$(mktemp)
  echo "${0##*/}: building ..." >&2
  maven -pl bench -am "$2"
  mv -f "$started" "$root/bench/target/$1"
  rm -f "$log"
}

build_classes() { build built-classes compile; }
build_jar() { build built-jar package; }
