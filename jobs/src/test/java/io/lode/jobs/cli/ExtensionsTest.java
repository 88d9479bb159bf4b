package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ScheduleCsv;
import io.lode.jobs.cli.options.Console;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.WorldCsv;
import io.lode.lab.world.Worlds;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.trajectory.Run;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forecaster and a search from a jar on the class path, as docs/extending.md adds them. */
class ExtensionsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLE = Path.of("../examples/extending");
  private static final String FORECASTERS = "META-INF/services/io.lode.forecast.ForecasterProvider";
  private static final String EXPLORERS = "META-INF/services/io.lode.search.propose.Explorer";

  private final ClassLoader usual = Thread.currentThread().getContextClassLoader();
  private final List<URLClassLoader> opened = new ArrayList<>();

  @TempDir private Path folder;

  private record Answer(int status, JsonNode json, String errors) {}

  @AfterEach
  void removeJars() throws IOException {
    Thread.currentThread().setContextClassLoader(usual);
    for (URLClassLoader loader : opened) {
      loader.close();
    }
  }

  @Test
  void aToyForecasterAndAToySearchWorkFromAJar() throws IOException, InterruptedException {
    writeLogs();
    String logs = folder.resolve("logs").toString();
    assertThat(lode("ingest", "--source", "csv", "--input", logs).status()).isZero();
    String[] brief = {"--set", "train.starts=1", "--set", "train.held-out=false"};
    assertThat(
            lode(Stream.concat(Stream.of("train"), Arrays.stream(brief)).toArray(String[]::new))
                .status())
        .isZero();
    usingJar(services(FORECASTERS, "toy.ToyForecaster", EXPLORERS, "toy.ToyExplorer"));

    Answer proposed = launched("propose", "--count", "2", "--search", "toy", "--horizon", "1.0");
    assertThat(proposed.errors()).doesNotContain("lode:");
    assertThat(proposed.status()).isZero();
    JsonNode proposals = proposed.json().get("proposals");
    assertThat(proposals).hasSize(2);
    PiecewiseLogLinear first = schedule(proposals.get(0));
    PiecewiseLogLinear second = schedule(proposals.get(1));
    assertThat(second.learningRate(100) / first.learningRate(100)).isEqualTo(8 / 9.0, within(0.01));

    String csv = Path.of(URI.create(proposals.get(0).get("path").asText())).toString();
    Answer whatif = lode("whatif", "--schedule", csv, "--forecaster", "toy");
    assertThat(whatif.status()).isZero();
    JsonNode objective = whatif.json().get("objective");
    assertThat(objective.get(0).asDouble()).isEqualTo(objective.get(59).asDouble());

    Answer generated = launched("generate", "--search", "toy", "--forecaster", "toy");
    assertThat(generated.status()).isZero();
    assertThat(generated.json().get("schedules")).isNotEmpty();
  }

  @Test
  void aNameThatNoJarProvidesIsAnsweredWithTheNamesThatExist() throws IOException {
    usingJar(services(FORECASTERS, "toy.ToyForecaster", EXPLORERS, "toy.ToyExplorer"));
    Answer forecaster = lode("generate", "--forecaster", "tuy");
    assertThat(forecaster.status()).isEqualTo(2);
    assertThat(forecaster.errors())
        .contains(
            "forecaster must be one of chosen, modal, modal+curves, modal+neural, multi-power-law,"
                + " latent, toy, found 'tuy'");
    Answer search = lode("generate", "--search", "tuy");
    assertThat(search.status()).isEqualTo(2);
    assertThat(search.errors()).contains("search must be one of nightly, latent, toy, found 'tuy'");
  }

  @Test
  void aClassThatCannotBeLoadedIsNamedInOneLine() throws IOException {
    usingJar(services(FORECASTERS, "toy.Missing", EXPLORERS, "toy.Missing"));
    Answer forecaster = lode("generate", "--forecaster", "toy");
    assertThat(forecaster.status()).isEqualTo(2);
    assertThat(forecaster.errors().lines()).hasSize(1);
    assertThat(forecaster.errors())
        .contains("a provided forecaster cannot be loaded: ")
        .contains("toy.Missing");
    Answer search = lode("generate", "--search", "toy");
    assertThat(search.status()).isEqualTo(2);
    assertThat(search.errors())
        .contains("a provided search cannot be loaded: ")
        .contains("toy.Missing");
  }

  @Test
  void aNameIsGivenOnce() throws IOException {
    usingJar(services(FORECASTERS, "toy.ToyForecaster\ntoy.SameName", EXPLORERS, "toy.TakenName"));
    Answer forecaster = lode("generate", "--forecaster", "toy");
    assertThat(forecaster.status()).isEqualTo(2);
    assertThat(forecaster.errors().lines()).hasSize(1);
    assertThat(forecaster.errors())
        .contains(
            "a provided forecaster needs a name of its own, found 'toy' of both toy.ToyForecaster"
                + " and toy.SameName");
    Answer search = lode("generate", "--search", "latent");
    assertThat(search.status()).isEqualTo(2);
    assertThat(search.errors())
        .contains(
            "a provided search needs a name of its own, found 'latent' of toy.TakenName, which LODE"
                + " has itself");
  }

  private static PiecewiseLogLinear schedule(JsonNode proposal) throws IOException {
    Path file = Path.of(URI.create(proposal.get("path").asText()));
    return ScheduleCsv.read(Files.readAllBytes(file), "csv");
  }

  private void writeLogs() throws IOException {
    World world = Worlds.overFitting(Worlds.STANDARD);
    SweepDraw draw = SweepDraw.of(world, 10, 2);
    List<Run> runs = world.train(draw.schedules(), draw.names(), world.totalSteps(), 2);
    WorldCsv.write(folder.resolve("logs"), "mlp", "toy", runs);
  }

  private static Map<String, String> services(
      String first, String firstClasses, String second, String secondClasses) {
    Map<String, String> services = new LinkedHashMap<>();
    services.put(first, firstClasses);
    services.put(second, secondClasses);
    return services;
  }

  /** Compiles the example, with two classes whose names are taken, into a jar and uses it. */
  private void usingJar(Map<String, String> services) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources/toy"));
    try (Stream<Path> example = Files.list(EXAMPLE.resolve("toy"))) {
      for (Path source : example.toList()) {
        Files.copy(source, sources.resolve(source.getFileName().toString()));
      }
    }
    variant(sources, "ToyForecaster", "SameName", "\"toy\"");
    variant(sources, "ToyExplorer", "TakenName", "\"latent\"");
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
    try (Stream<Path> files = Files.list(sources)) {
      files.map(Path::toString).forEach(arguments::add);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, said, said, arguments.toArray(String[]::new));
    assertThat(compiled).as(said.toString(UTF_8)).isZero();
    Path jar = jar();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes)) {
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(one).toString()));
        out.write(Files.readAllBytes(one));
      }
      for (Map.Entry<String, String> service : services.entrySet()) {
        out.putNextEntry(new JarEntry(service.getKey()));
        out.write(service.getValue().getBytes(UTF_8));
      }
    }
    URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, usual);
    opened.add(loader);
    Thread.currentThread().setContextClassLoader(loader);
  }

  private static void variant(Path sources, String from, String to, String name)
      throws IOException {
    String text = Files.readString(sources.resolve(from + ".java"));
    Files.writeString(
        sources.resolve(to + ".java"),
        text.replace("class " + from, "class " + to).replace("return \"toy\"", "return " + name));
  }

  /** A command in a JVM of its own with the jar on its class path, so that Spark's tasks see it. */
  private Answer launched(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-") || option.startsWith("-Dlode."))
        .forEach(command::add);
    String jars = System.getProperty("java.class.path") + File.pathSeparator + jar();
    command.addAll(List.of("-Xmx1g", "-cp", jars, Lode.class.getName()));
    command.addAll(all(arguments));
    Path out = folder.resolve("out.json");
    Path err = folder.resolve("err.txt");
    int status =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Answer(status, JSON.readTree(Files.readAllBytes(out)), Files.readString(err));
  }

  private Path jar() {
    return folder.resolve("toy.jar");
  }

  private List<String> all(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(
        List.of("--store", folder.resolve("store").toString(), "--master", "local[2]", "--json"));
    return all;
  }

  private Answer lode(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all(arguments).toArray(String[]::new));
    return new Answer(status, JSON.readTree(out.toByteArray()), err.toString(UTF_8));
  }
}
