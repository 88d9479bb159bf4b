package io.lode.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a script answered.
 *
 * @param status its exit status
 * @param output what it wrote to stdout
 * @param errors what it wrote to stderr
 */
record Submitted(int status, String output, String errors) {

  private static final Path SCRIPTS = Checkout.folder().resolve("submit-scripts");

  /** Runs one of the scripts, with the jars as they are. */
  static Submitted run(Path cluster, String script, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(script).toString()));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile("lode", ".out");
    Path err = Files.createTempFile("lode", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("LODE_NO_BUILD", "1");
    builder.environment().put("LODE_DRIVER_MEMORY", "1g");
    builder.environment().put("LODE_CLUSTER_DIR", cluster.toString());
    int status = builder.start().waitFor();
    Submitted answer =
        new Submitted(
            status,
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(err, StandardCharsets.UTF_8));
    Files.delete(out);
    Files.delete(err);
    return answer;
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(output);
  }
}
