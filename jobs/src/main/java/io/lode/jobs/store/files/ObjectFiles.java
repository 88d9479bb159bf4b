package io.lode.jobs.store.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A store on an object store without atomic rename, such as S3: a put is whole or absent, and a
 * conditional put ({@code If-None-Match}, {@code If-Match}) tells who was first.
 *
 * <p>A folder is written first as one object, {@code .folder.zip}, and then file by file. The
 * process that put that object has won. Readers use the object until every file is there.
 */
public final class ObjectFiles implements StoreFiles {

  private static final long serialVersionUID = 1L;

  /** The capability of a file system that has conditional puts. */
  static final String CONDITIONAL_PUT = CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

  private static final String IF_MATCH =
      CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG;

  /** Who put an object, so that a put that is repeated after a lost answer knows its own. */
  private static final String WRITER_OPTION = "fs.s3a.create.header.lode-writer";

  private static final String WRITER_ATTRIBUTE = "header.lode-writer";

  /** Of one file that is replaced all the time. */
  private static final int MOST_READS = 100;

  /** An entity tag that no object has. */
  private static final String NO_TAG = "0".repeat(32);

  private static final String ARCHIVE = ".folder.zip";

  /** Stores that were seen to refuse a second conditional put. */
  private static final Set<String> TRUSTED = ConcurrentHashMap.newKeySet();

  private final URI root;
  private final SerializableConfiguration configuration;
  private transient FileSystem fileSystem;

  ObjectFiles(URI root, Configuration configuration) {
    this.root = root;
    this.configuration = new SerializableConfiguration(configuration);
  }

  @Override
  public String root() {
    return root.toString();
  }

  @Override
  public Optional<byte[]> read(String path) {
    Path file = resolve(path);
    try {
      Optional<byte[]> content = get(file);
      return content.isPresent()
          ? content
          : get(new Path(file.getParent(), ARCHIVE))
              .flatMap(zip -> Optional.ofNullable(FolderArchive.read(zip).get(file.getName())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> list(String folder) {
    try {
      return StoreFiles.visible(
          Arrays.stream(fileSystem().listStatus(resolve(folder)))
              .map(entry -> entry.getPath().getName()));
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean create(String path, byte[] content) {
    try {
      requireConditionalPut();
      return putIfAbsent(resolve(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void replace(String path, byte[] content) {
    try (FSDataOutputStream out = fileSystem().create(resolve(path), true)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void update(String path, Supplier<byte[]> content) {
    Path file = resolve(path);
    try {
      requireConditionalPut();
      while (true) {
        // The tag first: what another process puts from here on makes the put fail.
        Optional<String> tag = tag(file);
        byte[] next = content.get();
        if (tag.isPresent() ? putIfMatch(file, next, tag.get()) : putIfAbsent(file, next)) {
          return;
        }
        if (get(file).filter(now -> Arrays.equals(now, content.get())).isPresent()) {
          return;
        }
        LockClock.pauseBriefly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean createFolder(String folder, Map<String, byte[]> files) {
    String archive = folder + "/" + ARCHIVE;
    boolean first = create(archive, FolderArchive.write(new TreeMap<>(files)));
    Map<String, byte[]> whole = first ? files : FolderArchive.read(read(archive).orElseThrow());
    List<String> present = list(folder);
    whole.forEach(
        (name, content) -> {
          // Those of a writer that was killed in between, too.
          if (!present.contains(name)) {
            replace(folder + "/" + name, content);
          }
        });
    return first;
  }

  @Override
  public void delete(String path) {
    try {
      fileSystem().delete(resolve(path), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void createEmptyFolder(String folder) {
    try {
      fileSystem().mkdirs(resolve(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> T exclusively(Function<StoreHold, T> work) {
    try {
      requireConditionalPut();
      try (ObjectLock lock = ObjectLock.take(this, resolve(".lock"), LockClock.ABANDONED_AFTER)) {
        return lock.hold(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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
      return Optional.of(tag(fileSystem().getFileStatus(file)));
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
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem().createFile(file);
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
      byte[] found = fileSystem().getXAttr(file, WRITER_ATTRIBUTE);
      return found != null && Arrays.equals(found, writer.getBytes(StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  synchronized FileSystem fileSystem() throws IOException {
    if (fileSystem == null) {
      fileSystem = FileSystem.get(root, configuration.value());
    }
    return fileSystem;
  }

  /**
   * A server may take a condition and not heed it; then two publishers would overwrite each other.
   */
  private void requireConditionalPut() throws IOException {
    if (TRUSTED.contains(root())) {
      return;
    }
    Path probe = new Path(new Path(root), StoreFiles.temporaryName());
    boolean first = putIfAbsent(probe, new byte[] {1});
    boolean second = putIfAbsent(probe, new byte[] {2});
    boolean third = putIfMatch(probe, new byte[] {3}, NO_TAG);
    fileSystem().delete(probe, false);
    if (!first || second || third) {
      throw new IllegalStateException(
          "store "
              + root
              + ": the server does not heed "
              + (third ? "If-Match" : "If-None-Match")
              + ", so that publishers could overwrite each other; expected one with conditional"
              + " writes");
    }
    TRUSTED.add(root());
  }

  /** The content of an object; empty where there is none. */
  Optional<byte[]> get(Path file) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (FSDataInputStream in = fileSystem().open(file)) {
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

  private Path resolve(String path) {
    return new Path(new Path(root), StoreFiles.requireBelow(path));
  }
}
