package io.lode.jobs.store.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;

/**
 * Single objects of an object store: read whole, and put under a condition.
 *
 * @param fileSystem the object store
 */
record Objects(FileSystem fileSystem) {

  /** The capability of a file system that has conditional puts. */
  static final String CONDITIONAL_PUT = CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

  private static final String IF_MATCH =
      CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG;

  /** Who put an object, so that a put that is repeated after a lost answer knows its own. */
  private static final String WRITER_OPTION = "fs.s3a.create.header.lode-writer";

  private static final String WRITER_ATTRIBUTE = "header.lode-writer";

  /** Of one file that is replaced all the time. */
  private static final int MOST_READS = 100;

  /** Puts an object where there is none; false where there is one. */
  boolean putIfAbsent(Path file, byte[] content) throws IOException {
    return put(file, content, builder -> builder.must(CONDITIONAL_PUT, true));
  }

  /** Puts an object in the place of the one of an entity tag; false where that is gone. */
  boolean putIfMatch(Path file, byte[] content, String tag) throws IOException {
    return put(file, content, builder -> builder.must(IF_MATCH, tag));
  }

  /** The entity tag of an object, which changes with its content; empty where there is none. */
  Optional<String> tag(Path file) throws IOException {
    try {
      return Optional.of(tag(fileSystem.getFileStatus(file)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The entity tag of an object. */
  static String tag(FileStatus status) {
    if (status instanceof EtagSource source && source.getEtag() != null) {
      return source.getEtag();
    }
    throw new IllegalStateException(status.getPath() + " has no entity tag, expected one");
  }

  /** A condition of a put. */
  private interface Condition {
    void set(FSDataOutputStreamBuilder<?, ?> builder);
  }

  private boolean put(Path file, byte[] content, Condition condition) throws IOException {
    String writer = UUID.randomUUID().toString();
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(file);
    builder.overwrite(true).recursive();
    builder.opt(WRITER_OPTION, writer);
    condition.set(builder);
    try (FSDataOutputStream out = builder.build()) {
      out.write(content);
    } catch (PathIOException | FileNotFoundException e) {
      return isOf(file, writer);
    }
    return true;
  }

  private boolean isOf(Path file, String writer) throws IOException {
    try {
      byte[] found = fileSystem.getXAttr(file, WRITER_ATTRIBUTE);
      return found != null && Arrays.equals(found, writer.getBytes(StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** The content of an object; empty where there is none. */
  Optional<byte[]> get(Path file) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (FSDataInputStream in = fileSystem.open(file)) {
        return Optional.of(in.readAllBytes());
      } catch (FileNotFoundException e) {
        return Optional.empty();
      } catch (PathIOException e) {
        // It was replaced between the look at its tag and the read of that tag's bytes.
        if (attempt == MOST_READS) {
          throw e;
        }
      }
    }
  }
}
