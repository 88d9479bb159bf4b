package io.lode.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.process.LauncherProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts, with a java and a spark-submit that only say how they were called. */
class LauncherTest {

  private static final Path SCRIPTS = Checkout.folder().resolve("submit-scripts");

  /** Each would do something if it were ever read as a shell's text. */
  private static final List<String> HOSTILE =
      List.of(
          "two words",
          "\"double\" 'single'",
          "$(touch BROKEN)",
          "`touch BROKEN`",
          "; touch BROKEN",
          "*",
          "back\\slash $HOME",
          "line\nbreak",
          "");

  @TempDir private Path folder;
  private Path home;

  private record Answer(int status, List<String> arguments, String errors) {}

  @BeforeEach
  void copyScriptsIntoAHostileFolder() throws IOException {
    home = folder.resolve("a $(touch BROKEN) 'home'");
    copy(SCRIPTS, home.resolve("submit-scripts"));
    copy(SCRIPTS.resolveSibling("conf"), home.resolve("conf"));
    // Both print what they are called with, each argument ended by a zero byte.
    String echo =
        "#!/bin/sh\nif [ \"$1\" = -version ]; then echo 'version \"17.0.1\"' >&2; exit; fi\n";
    // The real one deletes the file of properties.
    String take = "[ -z \"$LODE_SPARK_PROPERTIES\" ] || mv \"$LODE_SPARK_PROPERTIES\" properties\n";
    script("jdk/bin/java", echo + take + "printf '%s\\0' java \"$@\"\n");
    script("spark/bin/spark-submit", "#!/bin/sh\n" + take + "printf '%s\\0' submit \"$@\"\n");
    Files.createFile(
        Files.createDirectories(home.resolve("spark/jars")).resolve("spark-core_2.13-4.1.3.jar"));
  }

  private void script(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, target);
          assertThat(target.toFile().setExecutable(Files.isExecutable(file))).isTrue();
        }
      }
    }
  }

  private Answer lode(Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    return run("lode", environment, arguments);
  }

  private Answer run(String script, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("submit-scripts").resolve(script).toString());
    command.addAll(arguments);
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
    builder.environment().keySet().removeAll(List.of("SPARK_HOME", "LODE_DRIVER_MEMORY"));
    builder.environment().put("LODE_NO_BUILD", "1");
    builder.environment().put("LODE_NO_ARCHIVE", "1");
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    assertThat(folder.resolve("BROKEN")).doesNotExist();
    return new Answer(
        status,
        out.isEmpty()
            ? List.of()
            : Arrays.asList(out.substring(0, out.length() - 1).split("\0", -1)),
        Files.readString(errors));
  }

  private static List<String> command(String... options) {
    List<String> arguments = new ArrayList<>(List.of("ingest"));
    arguments.addAll(Arrays.asList(options));
    for (String value : HOSTILE) {
      arguments.addAll(List.of("--input", value));
    }
    return arguments;
  }

  /** The same with properties, which are no arguments of the process that is started. */
  private static List<String> withProperties(List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    for (int i = 0; i < HOSTILE.size(); i++) {
      arguments.addAll(2 * i + 1, List.of("--conf", "spark.x" + i + "=" + HOSTILE.get(i)));
    }
    arguments.add("--conf=spark.last=1");
    return arguments;
  }

  private Map<String, String> properties() {
    return LauncherProperties.read(folder.resolve("properties"));
  }

  private void requireProperties(Answer answer) throws IOException {
    for (int i = 0; i < HOSTILE.size(); i++) {
      assertThat(properties()).containsEntry("spark.x" + i, HOSTILE.get(i));
    }
    assertThat(properties()).containsEntry("spark.last", "1");
    assertThat(String.join("\n", answer.arguments())).doesNotContain("spark.x", "spark.last");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("properties"))))
        .as("only this user may read it")
        .isEqualTo("rw-------");
  }

  @Test
  void argumentsReachALocalRunAsTheyAre() throws Exception {
    List<String> given = command();
    Answer answer = lode(Map.of(), withProperties(given));
    assertThat(answer.status()).isZero();
    assertThat(answer.arguments()).startsWith("java").endsWith(given.toArray(String[]::new));
    requireProperties(answer);
    assertThat(answer.arguments()).contains("-Dlode.home=" + home);
  }

  @Test
  void argumentsReachSparkSubmitAsTheyAre() throws Exception {
    List<String> given = command("--master", "spark://a b:7077");
    Answer answer =
        lode(Map.of("SPARK_HOME", home.resolve("spark").toString()), withProperties(given));
    assertThat(answer.status()).isZero();
    assertThat(answer.arguments())
        .startsWith("submit", "--master", "spark://a b:7077")
        .containsSubsequence("--properties-file", "--load-spark-defaults")
        .endsWith(given.toArray(String[]::new));
    requireProperties(answer);
  }

  @Test
  void argumentsReachTheSparkOfMavenAsTheyAre() throws Exception {
    List<String> given = command("--master", "k8s://https://host:1");
    Answer answer = lode(Map.of(), withProperties(given));
    assertThat(answer.status()).isZero();
    assertThat(answer.arguments())
        .startsWith("java")
        .contains("org.apache.spark.deploy.SparkSubmit")
        .containsSequence("--master", "k8s://https://host:1")
        .endsWith(given.toArray(String[]::new));
    requireProperties(answer);
  }

  @Test
  void propertiesOfAFileComeBetweenTheProfilesAndThoseOfTheCommandLine() throws Exception {
    Path secrets = folder.resolve("my secrets");
    Files.writeString(secrets, "spark.task.maxFailures=3\nspark.x from the file\nspark.y=file");
    Answer answer =
        lode(
            Map.of(),
            List.of(
                "show",
                "--conf",
                "spark.y=line",
                "--properties-file",
                secrets.toString(),
                "--profile=yarn",
                "--master=yarn"));
    assertThat(properties())
        .containsEntry("spark.task.maxFailures", "3")
        .containsEntry("spark.executorEnv.OMP_NUM_THREADS", "1")
        .containsEntry("spark.x", "from the file")
        .containsEntry("spark.y", "line");
    assertThat(answer.arguments()).endsWith("show", "--profile", "yarn", "--master", "yarn");
  }

  @Test
  void whatIsNoPropertyIsLeftToTheCommandWhichSaysSo() throws Exception {
    List<String> given =
        List.of("show", "--conf", "secret", "--properties-file", "nowhere", "--conf");
    Answer answer = lode(Map.of(), given);
    assertThat(answer.arguments()).endsWith(given.toArray(String[]::new));
    assertThat(folder.resolve("properties")).doesNotExist();
  }

  @Test
  void aFolderFromWhichJavaLoadsNothingIsNamed() throws Exception {
    Path colon = folder.resolve("12:30");
    Files.move(home, colon);
    home = colon;
    for (String script : List.of("lode", "lode-lab")) {
      Answer answer = run(script, Map.of(), List.of("show"));
      assertThat(answer.status()).isEqualTo(2);
      assertThat(answer.errors())
          .isEqualTo(
              script
                  + ": LODE lies in '"
                  + colon
                  + "', and Java loads nothing from a folder whose path holds a colon; move LODE,"
                  + " or rename the folder\n");
    }
  }

  @Test
  void anArchiveOfClassesIsMadeOnceForTheseJarsAndThisJava() throws Exception {
    Files.createDirectories(home.resolve("jobs/target/lib"));
    Path jar = Files.createFile(home.resolve("jobs/target/lode-jobs-0.1.0-SNAPSHOT.jar"));
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(home.resolve("jobs/pom.xml"));
    Files.createDirectories(home.resolve("jobs/src/main"));
    age(home, Instant.now().minusSeconds(50));
    // It writes the archive that it is asked for.
    String made =
        "for a; do case \"$a\" in -XX:ArchiveClassesAtExit=*) echo x >\"${a#*=}\"; exit ;; esac; done\n";
    script(
        "jdk/bin/java",
        "#!/bin/sh\nif [ \"$1\" = -version ]; then echo 'version \"17.0.1\"' >&2; exit; fi\n"
            + made
            + "printf '%s\\0' java \"$@\"\n");
    Map<String, String> environment = Map.of("LODE_NO_ARCHIVE", "", "LODE_NO_BUILD", "");
    String used = "-XX:SharedArchiveFile=" + home.resolve("jobs/target/classes-17.0.1.jsa");
    Answer first = lode(environment, List.of("train"));
    assertThat(first.errors())
        .isEqualTo("lode: making an archive of Java's classes (once; starts are faster with it)\n");
    assertThat(first.arguments()).contains(used);
    Answer second = lode(environment, List.of("train"));
    assertThat(second.errors()).isEmpty();
    assertThat(second.arguments()).contains(used);
    assertThat(lode(Map.of(), List.of("train")).arguments()).doesNotContain(used);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(50)));
    assertThat(lode(Map.of("LODE_NO_ARCHIVE", ""), List.of("train")).arguments())
        .as("an archive of older jars")
        .doesNotContain(used);
  }

  @Test
  void briefCommandsDoWithoutJavasSecondCompiler() throws Exception {
    String brief = "-XX:TieredStopAtLevel=1";
    assertThat(lode(Map.of(), List.of("show")).arguments()).contains(brief);
    assertThat(lode(Map.of(), List.of("--help")).arguments()).contains(brief);
    assertThat(lode(Map.of(), List.of("train")).arguments()).doesNotContain(brief);
  }

  @Test
  void aDistributionBuildsNothingAndWritesNothingWhereItLies() throws Exception {
    Files.createDirectories(home.resolve("lib/runtime"));
    Files.createFile(home.resolve("lib/lode-jobs-0.1.0-SNAPSHOT.jar"));
    Files.delete(home.resolve("submit-scripts/lode-lab"));
    script("bin/mvn", "#!/bin/sh\necho \"mvn $*\" >&2\nexit 1\n");
    Map<String, String> environment =
        Map.of(
            "LODE_NO_BUILD",
            "",
            "LODE_WORK_DIR",
            folder.resolve("work").toString(),
            "PATH",
            home.resolve("bin") + ":" + System.getenv("PATH"));
    Answer show = lode(environment, List.of("show"));
    assertThat(show.errors()).isEmpty();
    assertThat(show.arguments())
        .containsSequence(
            "-cp",
            home.resolve("lib/lode-jobs-0.1.0-SNAPSHOT.jar") + ":" + home.resolve("lib/runtime/*"));
    lode(environment, List.of("show", "--master", "spark://h:1"));
    assertThat(folder.resolve("work/spark-home/jars")).isDirectory();
    assertThat(home.resolve("jobs")).doesNotExist();
    Answer bench = lode(environment, List.of("bench"));
    assertThat(bench.status()).isEqualTo(2);
    assertThat(bench.errors())
        .isEqualTo(
            "lode: bench is a command of the lab, which is in the repository and not in this"
                + " distribution\n");
  }

  @Test
  void errorsOfSparkAreShownToWhoAsksForMore() throws Exception {
    assertThat(lode(Map.of(), List.of("show")).arguments()).contains("-Dlode.log.level=fatal");
    assertThat(lode(Map.of(), List.of("show", "--verbose")).arguments())
        .contains("-Dlode.log.level=error");
  }

  @Test
  void theLabRunsItsOwnJarBeforeThoseOfTheProduct() throws Exception {
    Answer here = run("lode-lab", Map.of(), List.of("bench", "speed"));
    assertThat(here.status()).isZero();
    Path own = home.resolve("lab/bench/target");
    assertThat(here.arguments())
        .startsWith("java")
        .containsSequence(
            "-cp",
            String.join(
                ":",
                own.resolve("lode-lab-bench-0.1.0-SNAPSHOT.jar").toString(),
                own.resolve("lib/*").toString(),
                home.resolve("jobs/target/lode-jobs-0.1.0-SNAPSHOT.jar").toString(),
                home.resolve("jobs/target/lib/*").toString()),
            "io.lode.lab.cli.LodeLab")
        .endsWith("bench", "speed");
    assertThat(here.errors()).isEmpty();
  }

  @Test
  void theLabTravelsToAClusterBesideTheProduct() throws Exception {
    Path library = home.resolve("lab/bench/target/lib/lode-lab-worlds-0.1.0-SNAPSHOT.jar");
    Files.createDirectories(library.getParent());
    Files.createFile(library);
    Answer answer =
        run(
            "lode-lab",
            Map.of("SPARK_HOME", home.resolve("spark").toString()),
            List.of("bench", "groups", "--master", "spark://h:1"));
    assertThat(answer.status()).isZero();
    assertThat(answer.arguments())
        .startsWith("submit")
        .containsSequence(
            "--jars",
            home.resolve("lab/bench/target/lode-lab-bench-0.1.0-SNAPSHOT.jar") + "," + library)
        .containsSequence(
            "--class",
            "io.lode.lab.cli.LodeLab",
            home.resolve("jobs/target/lode-jobs-0.1.0-SNAPSHOT-cluster.jar").toString(),
            "bench",
            "groups");
  }

  @Test
  void commandsThatMovedToTheLabAreForwardedWithALineOnStderr() throws Exception {
    for (String moved : List.of("prove", "bench")) {
      List<String> given = List.of(moved, "two words", "$(touch BROKEN)");
      Answer answer = lode(Map.of(), given);
      assertThat(answer.status()).isZero();
      assertThat(answer.errors())
          .isEqualTo(
              "lode: " + moved + " has moved to submit-scripts/lode-lab, which runs it now\n");
      assertThat(answer.arguments())
          .containsSubsequence("io.lode.lab.cli.LodeLab", moved, "two words", "$(touch BROKEN)");
    }
  }

  @Test
  void onlyTheLabIsBuiltAnewWhenTheLabChanges() throws Exception {
    script("bin/mvn", "#!/bin/sh\necho \"mvn $*\" >&2\n");
    Files.createFile(home.resolve("pom.xml"));
    for (String module : List.of("jobs", "lab/bench")) {
      Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.createFile(home.resolve(module).resolve("pom.xml"));
    }
    age(home, Instant.now().minusSeconds(100));
    Path jobs = home.resolve("jobs/target/lode-jobs-0.1.0-SNAPSHOT.jar");
    Path lab = home.resolve("lab/bench/target/lode-lab-bench-0.1.0-SNAPSHOT.jar");
    Files.createDirectories(home.resolve("jobs/target/lib"));
    Files.createDirectories(lab.getParent());
    Files.createFile(jobs);
    Files.createFile(lab);
    age(jobs, Instant.now().minusSeconds(50));
    age(lab, Instant.now().minusSeconds(50));
    Map<String, String> building =
        Map.of("LODE_NO_BUILD", "", "PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    assertThat(run("lode-lab", building, List.of("bench")).errors()).isEmpty();

    Files.createFile(home.resolve("lab/bench/src/main/Changed.java"));
    assertThat(lode(building, List.of("show")).errors()).isEmpty();
    assertThat(run("lode-lab", building, List.of("bench")).errors())
        .isEqualTo(
            """
            lode-lab: building (once; Maven may download what it needs)
            mvn -B -q -DskipTests -pl lab/bench -am -Dlode.local package
            """);
    assertThat(run("lode-lab", building, List.of("bench")).errors()).isEmpty();
  }

  private static void age(Path root, Instant to) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(to));
      }
    }
  }

  @Test
  void theMasterNamesTheProfileAndTheUserWinsOverIt() throws Exception {
    assertThat(lode(Map.of(), List.of("show", "--master", "spark://h:1")).status()).isZero();
    assertThat(properties()).containsEntry("spark.task.maxFailures", "8");
    lode(
        Map.of(), List.of("show", "--master", "spark://h:1", "--conf", "spark.task.maxFailures=2"));
    assertThat(properties())
        .containsEntry("spark.task.maxFailures", "2")
        .containsEntry("spark.executorEnv.OMP_NUM_THREADS", "1");
    Answer local = lode(Map.of(), List.of("show"));
    assertThat(local.arguments()).doesNotContain("-Dspark.task.maxFailures=8");
    Answer named = lode(Map.of(), List.of("show", "--profile", "yarn"));
    assertThat(named.arguments()).contains("-Dspark.task.maxFailures=8");
    for (String wrong : List.of("../profiles/local", "nowhere", "$(touch BROKEN)")) {
      Answer answer = lode(Map.of(), List.of("show", "--profile", wrong));
      assertThat(answer.status()).isEqualTo(2);
      assertThat(answer.errors())
          .isEqualTo(
              "lode: --profile takes one of kubernetes local standalone yarn found '"
                  + wrong
                  + "'\n");
    }
  }

  @Test
  void aClusterTakesNoSizeThatIsNone() throws Exception {
    for (String value : List.of("1 a[$(touch BROKEN)]", "a[$(touch BROKEN)]", "")) {
      for (String option : List.of("--memory", "--cores", "--gpus", "--workers", "--port")) {
        Answer answer = run("cluster", Map.of(), List.of("start", option, value));
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.errors())
            .startsWith("cluster: " + option + " takes a ")
            .endsWith(", found '" + value + "'\n");
      }
    }
  }

  @Test
  void theScriptsAreClean() throws Exception {
    String shellcheck = OptionalProgram.SHELLCHECK.require();
    Process process =
        new ProcessBuilder(
                shellcheck,
                "-x",
                "submit-scripts/lode",
                "submit-scripts/lode-lab",
                "submit-scripts/cluster",
                "submit-scripts/gpu-discovery",
                "submit-scripts/common.sh",
                "clients/python/run-tests",
                "clients/python/build-wheel",
                "distribution/run-tests",
                ".ci/run")
            .directory(SCRIPTS.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(found).isZero();
  }

  @Test
  void gpuDiscoverySaysWhatNvidiaSmiNames() throws Exception {
    script("bin/nvidia-smi", "#!/bin/sh\nprintf '0\\n1\\n'\n");
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("submit-scripts/gpu-discovery").toString());
    builder.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    Process process = builder.start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\",\"1\"]}\n");
    script("bin/nvidia-smi", "#!/bin/sh\necho 'No devices were found'\n");
    Process none = builder.start();
    assertThat(none.waitFor()).isEqualTo(1);
    assertThat(new String(none.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("gpu-discovery: nvidia-smi named no GPUs, found '\"Nodeviceswerefound\"'\n");
  }
}
