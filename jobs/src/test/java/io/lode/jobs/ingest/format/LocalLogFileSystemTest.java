package io.lode.jobs.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.functional.RemoteIterators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLogFileSystemTest {

  @TempDir private java.nio.file.Path folder;

  @Test
  void listsFilesBelowFoldersWithoutAskingForTheirPermissions() throws IOException {
    java.nio.file.Path log = Files.createDirectories(folder.resolve("a")).resolve("b:c.csv");
    Files.writeString(log, "step,loss\n");
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
    Path root = new Path(folder.toUri());
    FileSystem files = root.getFileSystem(LogFiles.readable(new Configuration()));
    List<LocatedFileStatus> found = RemoteIterators.toList(files.listFiles(root, true));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).getPath().toUri().getPath()).isEqualTo(log.toString());
    assertThat(found.get(0).getLen()).isEqualTo(10);
    // What is not asked for is Hadoop's default.
    assertThat(found.get(0).getPermission()).isEqualTo(FsPermission.getFileDefault());
  }

  /** Stands for a store on other machines. */
  static final class RemoteFiles extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("remote:///");
    }
  }

  @Test
  void aRemoteStoreThatLogsAreReadFromWritesToLocalFilesAsHadoopDoes() throws IOException {
    Configuration configuration = LogFiles.readable(new Configuration());
    configuration.setClass("fs.remote.impl", RemoteFiles.class, FileSystem.class);

    FileSystem remote = LogFiles.fileSystem(new Path("remote:///logs/a.csv"), configuration);

    assertThat(FileSystem.getLocal(remote.getConf())).isExactlyInstanceOf(LocalFileSystem.class);
    assertThat(LogFiles.fileSystem(new Path("/logs/a.csv"), configuration))
        .isInstanceOf(LocalLogFileSystem.class);
  }
}
