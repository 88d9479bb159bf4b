package io.lode.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.lode.jobs.cli.Lode;
import io.lode.jobs.cli.options.Console;
import io.lode.jobs.store.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityTest {

  @TempDir private Path folder;

  private record Answer(int status, String output) {}

  /** Runs a command with the secret among its properties of Spark. */
  private static Answer lode(String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(output, true, UTF_8);
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    S3Server.properties()
        .forEach(
            (key, value) -> all.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
    int status = Lode.run(new Console(stream, stream), all.toArray(String[]::new));
    return new Answer(status, output.toString(UTF_8));
  }

  @Test
  void noSecretIsInOutputErrorsOrTheStore() throws IOException {
    TestSpark.session();
    S3Server.properties().forEach(TestSpark.session().sparkContext().hadoopConfiguration()::set);
    Path logs = Files.createDirectories(folder.resolve("m/d"));
    Files.writeString(
        logs.resolve("r.csv"), "step,learning_rate,validation_loss\n1,0.1,2\nx,0.1,2\n2,0.1,1\n");
    String store = S3Server.BUCKET + "/" + UUID.randomUUID();
    Answer done =
        lode(
            "ingest",
            "--source",
            "csv",
            "--input",
            folder.toString(),
            "--store",
            store,
            "--verbose");
    assertThat(done.status()).as(done.output()).isZero();
    Answer refused = lode("train", "--store", "s3a://no-such-bucket/x", "--verbose", "--json");
    assertThat(refused.status()).isNotZero();
    Answer malformed = lode("show", "--conf", "spark.hadoop.fs.s3a.secret.key:" + S3Server.SECRET);
    assertThat(malformed.status()).isEqualTo(2);
    for (Answer answer : List.of(done, refused, malformed)) {
      assertThat(answer.output()).isNotEmpty().doesNotContain(S3Server.SECRET);
    }
    FileSystem files =
        FileSystem.get(URI.create(store), TestSpark.session().sessionState().newHadoopConf());
    RemoteIterator<LocatedFileStatus> all =
        files.listFiles(new org.apache.hadoop.fs.Path(store), true);
    int read = 0;
    while (all.hasNext()) {
      try (FSDataInputStream in = files.open(all.next().getPath())) {
        assertThat(new String(in.readAllBytes(), UTF_8)).doesNotContain(S3Server.SECRET);
        read++;
      }
    }
    assertThat(read).isGreaterThan(5);
  }

  @Test
  void nothingReadsJavaObjects() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lode");
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .callMethod("org.apache.spark.api.java.JavaSparkContext", "objectFile", "java.lang.String")
        .check(classes);
  }
}
