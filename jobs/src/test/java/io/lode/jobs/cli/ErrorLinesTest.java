package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.cli.options.Console;
import io.lode.jobs.cli.options.Program;
import io.lode.jobs.cli.options.SharedOptions;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whatever a job throws, its user reads one line, and with {@code --json} one document. */
class ErrorLinesTest {

  @TempDir private Path folder;

  /** A program with one command, which fails. */
  @Command(name = "failing")
  private record Failing(Console console) implements Program {}

  @Command(name = "job")
  private static final class FailingJob implements Callable<Integer> {

    @Mixin private SharedOptions shared;
    private final Function<SparkSession, ? extends Throwable> failure;

    private FailingJob(Function<SparkSession, ? extends Throwable> failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() {
      // What is not declared, as Scala's methods throw it.
      return shared.run(context -> ExceptionUtils.rethrow(failure.apply(context.spark())));
    }
  }

  private String lineOf(Function<SparkSession, ? extends Throwable> failure) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    Failing program = new Failing(console);
    int status =
        Program.commandLine(program)
            .addSubcommand(new FailingJob(failure))
            .execute("job", "--json", "--quiet", "--store", folder.resolve("store").toString());
    assertThat(status).isEqualTo(1);
    List<String> lines = err.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("lode: ");
    JsonNode document = new ObjectMapper().readTree(out.toString(UTF_8));
    assertThat("lode: " + document.get("error").asText()).isEqualTo(lines.get(0));
    return lines.get(0);
  }

  @Test
  void whatSparkThrowsUncheckedIsALine() throws IOException {
    assertThat(
            lineOf(
                spark ->
                    new SparkException(
                        "Job aborted due to stage failure\n\tat x.y(Z.java)",
                        new IOException("No space left on device"))))
        .contains("the disk is full (No space left on device): free some space")
        .contains("--store", "spark.local.dir");
    assertThat(
            lineOf(
                spark ->
                    new SparkException(
                        "Lost task: FSError: java.io.IOException: No space left on device\n"
                            + "\tat x.y(Z.java)")))
        .contains("the disk is full (No space left on device): free some space")
        .contains("spark.local.dir");
    assertThat(
            lineOf(
                spark ->
                    new SparkException(
                        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 1 times,"
                            + " most recent failure: java.lang.OutOfMemoryError: Java heap space\n"
                            + "\tat x.y(Z.java)")))
        .contains("LODE_DRIVER_MEMORY", "--group");
    assertThat(lineOf(spark -> new OutOfMemoryError("Java heap space")))
        .contains("LODE_DRIVER_MEMORY");
  }

  @Test
  void aPathThatIsGoneIsNamed() throws IOException {
    assertThat(
            lineOf(
                spark ->
                    new SparkException(
                        "Job aborted", new FileNotFoundException("File file:/a/b does not exist"))))
        .contains("lode: file:/a/b does not exist; it may have been moved or deleted meanwhile")
        .contains("--input", "--store");
    assertThat(lineOf(spark -> new FileNotFoundException("/a/b"))).contains("/a/b does not exist;");
    assertThat(lineOf(spark -> new FileNotFoundException("/a/b (Permission denied)")))
        .contains("lode: /a/b (Permission denied): check --input and --store, and the rights of");
    assertThat(
            lineOf(
                spark -> {
                  try {
                    spark.read().parquet(folder.resolve("nowhere").toString());
                    return null;
                  } catch (Exception e) {
                    return e;
                  }
                }))
        .contains("Path does not exist: file:" + folder.resolve("nowhere"))
        .contains("Check --input and --store");
  }

  @Test
  void aTaskThatRunsOutOfMemoryDoesNotEndTheProcess() throws IOException {
    assertThat(
            lineOf(
                spark -> {
                  try {
                    spark
                        .range(4)
                        .toJavaRDD()
                        .foreach(
                            one -> {
                              throw new OutOfMemoryError("Java heap space");
                            });
                    return null;
                  } catch (Exception e) {
                    return e;
                  }
                }))
        .contains("LODE_DRIVER_MEMORY");
  }
}
