package io.lode.jobs.cli.options;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.Lode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes that people make: each is one line that says what to do. */
class ErrorAdviceTest {

  @TempDir private Path folder;

  private record Answer(int status, String last) {}

  private Answer lode(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--master", "local[2]", "--quiet"));
    int status =
        Lode.run(
            new Console(
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    List<String> lines = err.toString(UTF_8).lines().toList();
    if (status == 0) {
      return new Answer(status, "");
    }
    assertThat(lines).hasSize(1);
    return new Answer(status, lines.get(0));
  }

  private Path logs(String header, String row) throws IOException {
    Path file = folder.resolve("logs/m/d/r.csv");
    Files.createDirectories(file.getParent());
    Files.writeString(file, header + "\n" + row + "\n");
    return folder.resolve("logs");
  }

  private Path source(String from, String to) throws IOException {
    Path file = folder.resolve("source.conf");
    String csv = Files.readString(Path.of("../conf/sources/csv.conf"));
    assertThat(csv).contains(from);
    Files.writeString(file, csv.replace(from, to));
    return file;
  }

  private Answer ingest(String source, Path input, Path store) {
    return lode(
        "ingest", "--source", source, "--input", input.toString(), "--store", store.toString());
  }

  @Test
  void namesThePathThatDoesNotExist() {
    Answer answer = ingest("csv", folder.resolve("nowhere"), folder.resolve("store"));
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.last()).contains("nowhere does not exist");
  }

  @Test
  void namesTheColumnOrMetricThatIsMissingAndWhereToSayIt() throws IOException {
    Path logs = logs("step,learning_rate,validation_loss", "1,0.1,2.0");
    Path store = folder.resolve("store");
    Answer column = ingest(source("  step = step", "  step = iteration").toString(), logs, store);
    assertThat(column.status()).isEqualTo(3);
    assertThat(column.last()).contains("no column iteration").contains("in source ");
    Answer metric =
        ingest(source("metric = validation_loss", "metric = val_acc").toString(), logs, store);
    assertThat(metric.status()).isEqualTo(3);
    assertThat(metric.last()).contains("no column val_acc").contains("conf/sources/csv.conf");
  }

  @Test
  void saysHowToDeriveARateThatWasNotLogged() throws IOException {
    Answer answer = ingest("csv", logs("step,validation_loss", "1,2.0"), folder.resolve("store"));
    assertThat(answer.status()).isEqualTo(3);
    assertThat(answer.last())
        .contains("no column learning_rate")
        .contains("learning-rate { derive = ... } in source csv");
  }

  @Test
  void misspeltKeysOfSourcesAndSettingsNameTheNearest() throws IOException {
    Path logs = logs("step,learning_rate,validation_loss", "1,0.1,2.0");
    Path store = folder.resolve("store");
    Answer source = ingest(source("  objective {", "  objectve {").toString(), logs, store);
    assertThat(source.status()).isEqualTo(2);
    assertThat(source.last()).contains("unknown key 'objectve'; did you mean 'objective'?");
    Answer set = lode("report", "--set", "report.run=3", "--store", store.toString());
    assertThat(set.status()).isEqualTo(2);
    assertThat(set.last()).contains("unknown key 'report.run'; did you mean 'report.runs'?");
  }

  @Test
  void namesTheCommandOptionHorizonAndGroupThatWereMeant() throws IOException {
    for (String[] slip :
        new String[][] {
          {
            "trian",
            "Unmatched argument at index 0: 'trian'; did you mean 'train'?; see lode --help"
          },
          {"raport", "did you mean 'report'?"},
        }) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int status =
          Lode.run(
              new Console(
                  new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                  new PrintStream(err, true, UTF_8)),
              slip[0]);
      assertThat(status).isEqualTo(2);
      assertThat(err.toString(UTF_8).lines()).hasSize(1).first().asString().contains(slip[1]);
    }
    Answer option = lode("generate", "--horizn", "0.1");
    assertThat(option.status()).isEqualTo(2);
    assertThat(option.last()).contains("'--horizn', '0.1'; did you mean '--horizon'?");
    for (String[] horizon :
        new String[][] {
          {"10%", "found '10%'; for 10% write 0.1"},
          {"50", "found '50'; for 50% write 0.5"},
          {"2.5 %", "for 2.5% write 0.025"},
          {"0", "at most 1, found '0'"},
          {"half", "at most 1, found 'half'"},
        }) {
      assertThatThrownBy(() -> HorizonOption.parsed(List.of(horizon[0])))
          .isInstanceOf(UsageException.class)
          .message()
          .endsWith(horizon[1]);
    }
    Path store = folder.resolve("store");
    Path logs = logs("step,learning_rate,validation_loss", "1,0.1,2.0\n2,0.1,1.0");
    assertThat(ingest("csv", logs, store).status()).isZero();
    for (String command : List.of("train", "generate", "report")) {
      Answer group = lode(command, "--group", "model=M,dataset=D", "--store", store.toString());
      assertThat(group.status()).isEqualTo(3);
      assertThat(group.last())
          .contains("holds no runs of model=M,dataset=D")
          .endsWith("did you mean --group model=m,dataset=d?; lode show lists its groups");
    }
  }

  @Test
  void namesTheStoreThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    Answer answer =
        ingest(
            "csv", logs("step,learning_rate,validation_loss", "1,0.1,2.0"), file.resolve("store"));
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.last()).contains("file/store").contains("name another folder with --store");
  }

  @Test
  void tellsMemoryAndVersionsApart() {
    assertThat(ErrorAdvice.of(new IllegalStateException(new OutOfMemoryError("Java heap space"))))
        .contains("LODE_DRIVER_MEMORY")
        .contains("--group");
    assertThat(
            ErrorAdvice.of(
                new SparkException("Job aborted: java.lang.OutOfMemoryError: Java heap space")))
        .contains("spark.executor.memory");
    assertThat(ErrorAdvice.of(new NoSuchMethodError("org.apache.spark.sql.Row.size()")))
        .contains("Spark 4.1")
        .contains("SPARK_HOME");
    assertThat(ErrorAdvice.of(new IllegalStateException("something else"))).isNull();
  }

  @Test
  void whateverAReaderOfTablesThrowsIsDamage() {
    NullPointerException ofReader = new NullPointerException("\"c\" is null");
    ofReader.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.util.ArrayList", "<init>", "ArrayList.java", 1),
          new StackTraceElement("org.apache.iceberg.ManifestReader", "open", "M.java", 2)
        });
    assertThat(ErrorAdvice.of(new IllegalStateException("job aborted", ofReader)))
        .isEqualTo(
            "a file of the store is damaged or missing (\"c\" is null); lode check names every such"
                + " file, and lode check --repair mends what it may");
    assertThat(
            ErrorAdvice.of(
                new IOException("Incorrect length provided for file x, given a length of 3")))
        .contains("lode check --repair");
    assertThat(ErrorAdvice.of(new NullPointerException("ours"))).isNull();
  }
}
