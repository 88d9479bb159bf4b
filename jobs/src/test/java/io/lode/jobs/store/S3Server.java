package io.lode.jobs.store;

import io.lode.jobs.Checkout;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * An S3-compatible server on loopback, in a process of its own, that ends with this JVM.
 *
 * <p>It answers one request at a time: with more threads its conditional puts are not atomic, as
 * those of S3 are.
 */
public final class S3Server {

  /** Where the server keeps everything. */
  public static final String BUCKET = "s3a://lode";

  /** A secret that no output may hold. */
  public static final String SECRET = "secret-6f1d0c4b";

  private static final Path JARS = Checkout.folder().resolve("s3-server/target/lib");
  private static final long PATIENCE_MILLIS = 90_000;
  private static Map<String, String> properties;

  private S3Server() {}

  /** Starts it, where it does not run, and says how to reach it: Hadoop's properties. */
  public static synchronized Map<String, String> properties() {
    if (properties == null) {
      try {
        properties = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return properties;
  }

  /** The same as a configuration. */
  public static Configuration configuration() {
    Configuration configuration = new Configuration();
    properties().forEach(configuration::set);
    return configuration;
  }

  private static Map<String, String> start() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    File log = Files.createTempFile("s3-server", ".log").toFile();
    log.deleteOnExit();
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                JARS.toAbsolutePath().normalize() + "/*",
                "com.adobe.testing.s3mock.S3MockApplication",
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--server.ssl.enabled=false",
                "--server.tomcat.threads.max=1",
                "--server.tomcat.threads.min-spare=1",
                "--com.adobe.testing.s3mock.httpPort=0",
                "--com.adobe.testing.s3mock.store.initialBuckets=lode")
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!answers(port)) {
      if (!server.isAlive() || System.currentTimeMillis() > end) {
        throw new IOException("the S3 server does not answer:\n" + Files.readString(log.toPath()));
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the S3 server starts", e);
      }
    }
    Map<String, String> found = new LinkedHashMap<>();
    found.put("fs.s3a.endpoint", "http://127.0.0.1:" + port);
    found.put("fs.s3a.endpoint.region", "us-east-1");
    found.put("fs.s3a.path.style.access", "true");
    found.put("fs.s3a.connection.ssl.enabled", "false");
    found.put("fs.s3a.access.key", "access");
    found.put("fs.s3a.secret.key", SECRET);
    return found;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
