# What the scripts here share: where things lie, Java, and a Spark from Maven's jars.
# shellcheck shell=bash

home="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
version="0.1.0-SNAPSHOT"
# shellcheck disable=SC2034
jar="$home/jobs/target/lode-jobs-$version.jar"
# shellcheck disable=SC2034
cluster_jar="$home/jobs/target/lode-jobs-$version-cluster.jar"
libraries="$home/jobs/target/lib"

fail() {
  echo "$(basename "$0"): $1" >&2
  exit "${2:-2}"
}

# Sets java to a JDK 17 or later.
find_java() {
  java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  command -v "$java" >/dev/null 2>&1 || fail "no java at '$java', expected a JDK 17 or later; install one or set JAVA_HOME"
  local found major
  found="$("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)"
  major="${found%%[.-]*}"
  [[ "$major" =~ ^[0-9]+$ && "$major" -ge 17 ]] ||
    fail "java at '$java' is version '${found:-unknown}', expected a JDK 17 or later; set JAVA_HOME to one"
}

stale() {
  [[ ! -f "$1" ]] || [[ -n "$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main "$home/conf" \
    -newer "$1" -print -quit)" ]]
}

# build WANTED_JAR [MAVEN_OPTION...]: builds what is missing or older than its sources.
build() {
  local wanted="$1"
  shift
  stale "$wanted" || [[ ! -d "$libraries" ]] || return 0
  command -v mvn >/dev/null 2>&1 || fail "the jars are missing or old and there is no mvn to build them, expected Maven 3.8 or later"
  echo "lode: building (once; Maven may download what it needs)" >&2
  (cd "$home" && mvn -B -q -DskipTests "$@" package) >&2 || fail "the build failed, see above" 1
  # Maven leaves a jar alone whose content did not change.
  touch "$wanted"
}

# Two scripts at once must not build into the same folder.
build_locked() {
  [[ "${LODE_NO_BUILD:-}" != 1 ]] || return 0
  mkdir -p "$home/jobs/target"
  exec 9>"$home/jobs/target/.build.lock"
  if command -v flock >/dev/null 2>&1; then flock 9; fi
  build "$@"
  exec 9>&-
}

# What Spark opens for itself on Java 17; jobs/pom.xml holds the same list.
java_options() {
  options=(-XX:+IgnoreUnrecognizedVMOptions)
  local package
  for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
    java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs \
    sun.security.action sun.util.calendar; do
    options+=("--add-opens=java.base/$package=ALL-UNNAMED")
  done
  options+=(-Djdk.reflect.useDirectMethodHandle=false -Dio.netty.tryReflectionSetAccessible=true
    -Djava.awt.headless=true -Dfile.encoding=UTF-8)
}

# spark_home FOLDER: a Spark home of links to the jars that Maven resolved, without those that the
# jar for clusters brings itself.
spark_home() {
  mkdir -p "$1/jars"
  local library
  for library in "$libraries"/*.jar; do
    case "$(basename "$library")" in
      lode-* | iceberg-spark-runtime-* | ejml-* | config-* | picocli-* | jmustache-* | uplot-* | xchart-* | sqlite-jdbc-* | \
        snakeyaml-* | pytorch-engine-* | pytorch-jni-* | jna-* | api-*) ;;
      *) ln -sfn "$library" "$1/jars/" ;;
    esac
  done
}
