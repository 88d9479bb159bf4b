package io.lode.jobs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.cli.Lode;
import io.lode.jobs.cli.options.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteInspectTest {

  private static final String LOGS = S3Server.BUCKET + "/inspected-logs";

  @Test
  void logsOnAnObjectStoreAreReachedByTheGivenProperties(@TempDir Path folder) throws IOException {
    org.apache.hadoop.fs.Path log = new org.apache.hadoop.fs.Path(LOGS + "/m/d/r.csv");
    try (FileSystem files = FileSystem.newInstance(log.toUri(), S3Server.configuration());
        OutputStream out = files.create(log)) {
      out.write("step,lr,val_loss\n1,0.1,2\n2,0.1,1\n".getBytes(UTF_8));
    }
    List<String> arguments = new ArrayList<>(List.of("inspect", LOGS, "--json"));
    arguments.addAll(List.of("--output", folder.resolve("found.conf").toString()));
    S3Server.properties()
        .forEach(
            (key, value) ->
                arguments.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            arguments.toArray(String[]::new));

    assertThat(status).as(err.toString(UTF_8)).isZero();
    assertThat(out.toString(UTF_8))
        .contains("\"observations\" : 2")
        .doesNotContain(S3Server.SECRET);
    assertThat(Files.readString(folder.resolve("found.conf")))
        .contains("learning_rate = \"lr\"")
        .doesNotContain(S3Server.SECRET);
  }
}
