package io.lode.jobs.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A small HDFS in this JVM, with which it ends. */
final class Hdfs {

  private static MiniDFSCluster cluster;

  private Hdfs() {}

  /** Starts it, where it does not run. */
  static synchronized MiniDFSCluster cluster() {
    if (cluster == null) {
      try {
        Path folder = Files.createTempDirectory("lode-hdfs");
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> cluster.shutdown(true)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return cluster;
  }
}
