# What the scripts here share: where things lie, Java, and a Spark from Maven's jars.
# shellcheck shell=bash

home="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
version="0.1.0-SNAPSHOT"
if [[ -d "$home/lib" ]]; then
  # A distribution: nothing is built, and its folder may belong to somebody else.
  unpacked=yes
  jars="$home/lib"
  libraries="$home/lib/runtime"
  work="${LODE_WORK_DIR:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/lode-$version}"
else
  unpacked=no
  jars="$home/jobs/target"
  libraries="$home/jobs/target/lib"
  work="$home/jobs/target"
fi
# shellcheck disable=SC2034
jar="$jars/lode-jobs-$version.jar"
# shellcheck disable=SC2034
cluster_jar="$jars/lode-jobs-$version-cluster.jar"
# Of a program beside the product, which a launcher may set: its jar, the folder of the libraries that
# only it needs, and its sources.
own_jar=""
own_libraries=""
sources=()

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
  java_version="$found"
}

# stale JAR [SOURCE...]: whether a jar is missing or older than the product's sources, or than further
# ones.
stale() {
  local wanted="$1"
  shift
  [[ ! -f "$wanted" ]] || [[ -n "$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main "$home/conf" \
    "$@" -newer "$wanted" -print -quit)" ]]
}

# build MODULE WANTED_JAR [MAVEN_OPTION...]: builds a module and what it needs, where the wanted jar of
# the product, or the program's own, is missing or older than its sources.
build() {
  local module="$1" wanted="$2"
  shift 2
  [[ ! -d "$libraries" ]] || stale "$wanted" ||
    { [[ -n "$own_jar" ]] && stale "$own_jar" ${sources[@]+"${sources[@]}"}; } || return 0
  command -v mvn >/dev/null 2>&1 || fail "the jars are missing or old and there is no mvn to build them, expected Maven 3.8 or later"
  echo "$(basename "$0"): building (once; Maven may download what it needs)" >&2
  (cd "$home" && mvn -B -q -DskipTests -pl "$module" -am "$@" package) >&2 || fail "the build failed, see above" 1
  # Maven leaves a jar alone whose content did not change.
  touch "$wanted" ${own_jar:+"$own_jar"}
}

# Two scripts at once must not build into the same folder.
build_locked() {
  [[ "${LODE_NO_BUILD:-}" != 1 && "$unpacked" == no ]] || return 0
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

# use_archive: lets Java load classes from an archive of those that every command loads, which takes a
# third of the processor time until Spark runs. The archive belongs to the jars and to the Java that
# made it. It is made once, by a command that ingests two rows: it loads what Spark and the tables need.
use_archive() {
  [[ "${LODE_NO_ARCHIVE:-}" != 1 && -z "$own_jar" ]] || return 0
  local archive="$work/classes-${java_version//[^A-Za-z0-9._-]/_}.jsa" empty
  if [[ ! "$archive" -nt "$jar" && ("${LODE_NO_BUILD:-}" != 1 || "$unpacked" == yes) ]] && mkdir -p "$work" 2>/dev/null; then
    echo "$(basename "$0"): making an archive of Java's classes (once; starts are faster with it)" >&2
    empty="$(mktemp -d)"
    mkdir -p "$empty/logs/m/d"
    printf 'step,learning_rate,validation_loss\n1,0.1,2\n2,0.1,1\n' >"$empty/logs/m/d/r.csv"
    # What cannot be made here, for example on a full disk, is not tried again for these jars.
    "$java" "${options[@]}" "-Xmx$memory" -XX:ArchiveClassesAtExit="$archive.$$" -Xlog:disable \
      -cp "$jar:$libraries/*" io.lode.jobs.cli.Lode ingest --quiet --source csv --input "$empty/logs" \
      --store "$empty/store" --master 'local[1]' >/dev/null 2>&1 </dev/null || true
    if [[ -f "$archive.$$" ]]; then mv -f "$archive.$$" "$archive"; else touch "$archive"; fi 2>/dev/null || true
    rm -rf "$empty"
  fi
  if [[ -s "$archive" && "$archive" -nt "$jar" ]]; then
    options+=("-XX:SharedArchiveFile=$archive" -Xlog:cds=off -Xlog:cds+dynamic=off)
  fi
}

# Commands that end in seconds: the second compiler of Java would cost more than it gains.
compile_briefly() {
  case "${1:-}" in
    show | inspect | rollback | whatif | "" | -h | --help | -V | --version) options+=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC) ;;
  esac
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

default_memory() {
  local megabytes
  megabytes="$(awk '/^MemTotal:/ {print int($2 / 2048)}' /proc/meminfo 2>/dev/null || true)"
  if [[ -z "$megabytes" || "$megabytes" -gt 4096 ]]; then megabytes=4096; fi
  if [[ "$megabytes" -lt 1024 ]]; then megabytes=1024; fi
  echo "${megabytes}m"
}

# Reads what Spark must know before it starts, as it stands among the other options, into master,
# profile_properties and properties; the properties that the user gave leave the arguments, as they may
# hold secrets, and every user of a machine sees every command line.
spark_options() {
  local argument profile="" key value
  master=""
  log_level=fatal
  properties=()
  properties_file=""
  arguments=()
  while [[ $# -gt 0 ]]; do
    argument="$1"
    shift
    case "$argument" in
      --master | --profile | --conf | --properties-file)
        if [[ $# -eq 0 ]]; then
          arguments+=("$argument")
          continue
        fi
        value="$1"
        shift
        case "$argument" in
          --master) master="$value" ;;
          --profile) profile="$value" ;;
        esac
        ;;
      --master=* | --profile=* | --conf=* | --properties-file=*)
        value="${argument#*=}"
        case "$argument" in
          --master=*) master="$value" ;;
          --profile=*) profile="$value" ;;
        esac
        argument="${argument%%=*}"
        ;;
      *)
        if [[ "$argument" == --verbose ]]; then log_level=error; fi
        arguments+=("$argument")
        continue
        ;;
    esac
    # What is no property is left to the command, which says so.
    if [[ "$argument" == --conf && "$value" == ?*=* ]]; then
      properties+=("$value")
    elif [[ "$argument" == --properties-file && -r "$value" ]]; then
      properties_file="$value"
    else
      arguments+=("$argument" "$value")
    fi
  done

  if [[ -z "$profile" ]]; then
    case "$master" in
      spark://*) profile=standalone ;;
      yarn*) profile=yarn ;;
      k8s://*) profile=kubernetes ;;
      *) profile=local ;;
    esac
  fi
  local profile_file="$home/conf/profiles/$profile.conf"
  if [[ "$profile" == */* || ! -f "$profile_file" ]]; then
    local known
    known="$(cd "$home/conf/profiles" && printf '%s ' *.conf)"
    fail "--profile takes one of ${known//.conf/}found '$profile'"
  fi
  profile_properties=()
  while read -r key value || [[ -n "$key" ]]; do
    if [[ -n "$key" && "$key" != \#* ]]; then
      profile_properties+=("$key=$value")
    fi
  done <"$profile_file"
}

# hand_over [PROPERTY...]: writes properties, then those of the user's file, then those of the user's
# --conf, into a file that only this user can read; the last one of a key counts. The command deletes
# the file. Nothing is written where there is nothing to say.
hand_over() {
  [[ $# -gt 0 || -n "$properties_file" || "${#properties[@]}" -gt 0 ]] || return 0
  LODE_SPARK_PROPERTIES="$(mktemp "${TMPDIR:-/tmp}/lode-spark-XXXXXXXX")" ||
    fail "no file can be written in '${TMPDIR:-/tmp}'; set TMPDIR to a folder where one can" 1
  export LODE_SPARK_PROPERTIES
  {
    write_properties "$@"
    if [[ -n "$properties_file" ]]; then
      cat -- "$properties_file"
      echo
    fi
    write_properties ${properties[@]+"${properties[@]}"}
  } >"$LODE_SPARK_PROPERTIES"
}

# hand_over_to_submit: the same with the profile's, into the options of spark-submit.
hand_over_to_submit() {
  hand_over ${profile_properties[@]+"${profile_properties[@]}"}
  if [[ -n "${LODE_SPARK_PROPERTIES:-}" ]]; then
    submit+=(--properties-file "$LODE_SPARK_PROPERTIES" --load-spark-defaults)
  fi
}

# Writes key=value arguments as Java reads them from a file of properties.
write_properties() {
  local property key value
  for property in "$@"; do
    key="${property%%=*}"
    value="${property#*=}"
    key="${key//\\/\\\\}"
    key="${key//:/\\:}"
    key="${key// /\\ }"
    value="${value//\\/\\\\}"
    value="${value// /\\ }"
    value="${value//$'\n'/\\n}"
    value="${value//$'\r'/\\r}"
    value="${value//$'\t'/\\t}"
    printf '%s=%s\n' "$key" "$value"
  done
}

# run_program MODULE MAIN_CLASS ARGUMENT...: builds what is missing, then runs a command line.
#
# A local master runs in this process, any other through spark-submit: $SPARK_HOME/bin/spark-submit
# where SPARK_HOME is set, else the Spark that Maven resolved.
run_program() {
  local module="$1" main="$2"
  shift 2
  [[ "$home" != *:* ]] ||
    fail "LODE lies in '$home', and Java loads nothing from a folder whose path holds a colon; move LODE, or rename the folder"
  [[ "${LODE_JARS:-}" != *:* ]] ||
    fail "LODE_JARS is '$LODE_JARS', expected paths without a colon, separated by commas"
  find_java
  spark_options "$@"
  local memory="${LODE_DRIVER_MEMORY:-$(default_memory)}"
  local logging="-Dlog4j2.configurationFile=file:$home/conf/log4j2.properties"
  # An error is one line of the command's own, unless the user asks for more.
  local level="-Dlode.log.level=$log_level"
  # Java cannot ask whether progress may be redrawn in place.
  local terminal="-Dlode.terminal=false"
  if [[ -t 2 ]]; then terminal="-Dlode.terminal=true"; fi
  if [[ -n "${SPARK_HOME:-}" || (-n "$master" && "$master" != local*) ]]; then
    build_locked "$module" "$cluster_jar"
    submit "$main" ${arguments[@]+"${arguments[@]}"}
  else
    build_locked "$module" "$jar" -Dlode.local
    run_here "$main" ${arguments[@]+"${arguments[@]}"}
  fi
}

run_here() {
  local main="$1" property
  shift
  java_options
  for property in ${profile_properties[@]+"${profile_properties[@]}"}; do
    options+=("-D$property")
  done
  use_archive
  compile_briefly "$@"
  hand_over
  exec "$java" "${options[@]}" "-Xmx$memory" "$logging" "$level" "$terminal" "-Dlode.home=$home" \
    -cp "${own_jar:+$own_jar:$own_libraries/*:}$jar:$libraries/*${LODE_JARS:+:${LODE_JARS//,/:}}" "$main" "$@"
}

submit() {
  local main="$1"
  shift
  local submit=(--master "${master:-local[*]}" --driver-memory "$memory" --conf spark.ui.showConsoleProgress=false)
  # The jar for clusters stays the application's; what is added travels beside it.
  local added=()
  if [[ -n "$own_jar" ]]; then added+=("$own_jar" "$own_libraries"/*.jar); fi
  if [[ -n "${LODE_JARS:-}" ]]; then added+=("$LODE_JARS"); fi
  if [[ "${#added[@]}" -gt 0 ]]; then
    submit+=(--jars "$(
      IFS=,
      echo "${added[*]}"
    )")
  fi
  if [[ -n "${SPARK_HOME:-}" ]]; then
    [[ -x "$SPARK_HOME/bin/spark-submit" ]] || fail "SPARK_HOME is '$SPARK_HOME', expected bin/spark-submit below it"
    local spark_cores=("$SPARK_HOME"/jars/spark-core_2.13-4.1.*.jar)
    [[ -f "${spark_cores[0]}" ]] ||
      fail "SPARK_HOME is '$SPARK_HOME' with $(cd "$SPARK_HOME/jars" 2>/dev/null && echo spark-core_*.jar), expected Spark 4.1 for Scala 2.13; unset SPARK_HOME to use the Spark that Maven resolved"
    hand_over_to_submit
    # Spark splits these at spaces, as a shell does; a path may hold some.
    exec "$SPARK_HOME/bin/spark-submit" "${submit[@]}" \
      --driver-java-options "\"$logging\" $level $terminal \"-Dlode.home=$home\"" \
      --class "$main" "$cluster_jar" "$@"
  fi

  export SPARK_HOME="$work/spark-home" SPARK_SCALA_VERSION=2.13
  spark_home "$SPARK_HOME"
  case "$master" in
    spark://127.0.0.1:* | spark://localhost:*) export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}" ;;
  esac
  java_options
  hand_over_to_submit
  exec "$java" "${options[@]}" "-Xmx$memory" "$logging" "$level" "$terminal" "-Dlode.home=$home" \
    -cp "$SPARK_HOME/jars/*" org.apache.spark.deploy.SparkSubmit "${submit[@]}" \
    --class "$main" "$cluster_jar" "$@"
}
