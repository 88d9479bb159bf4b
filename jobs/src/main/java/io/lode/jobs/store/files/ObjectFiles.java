package io.lode.jobs.store.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
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
      Optional<byte[]> content = objects().get(file);
      return content.isPresent() ? content : original(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<byte[]> original(String path) {
    Path file = resolve(path);
    try {
      return objects()
          .get(new Path(file.getParent(), ARCHIVE))
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
      boolean created = objects().putIfAbsent(resolve(path), content);
      CommitGap.pass("an object was put as " + path);
      return created;
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
    CommitGap.pass("an object was put as " + path);
  }

  @Override
  public void update(String path, Supplier<byte[]> content) {
    Path file = resolve(path);
    try {
      requireConditionalPut();
      while (true) {
        // The tag first: what another process puts from here on makes the put fail.
        Optional<String> tag = objects().tag(file);
        byte[] next = content.get();
        if (tag.isPresent()
            ? objects().putIfMatch(file, next, tag.get())
            : objects().putIfAbsent(file, next)) {
          CommitGap.pass("an object was put as " + path);
          return;
        }
        if (objects().get(file).filter(now -> Arrays.equals(now, content.get())).isPresent()) {
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
    CommitGap.pass("the archive was put of " + folder);
    Map<String, byte[]> whole = first ? files : FolderArchive.read(read(archive).orElseThrow());
    List<String> present = list(folder);
    whole.forEach(
        (name, content) -> {
          // Those of a writer that was killed in between, too.
          if (!present.contains(name)) {
            replace(folder + "/" + name, content);
            CommitGap.pass("a file was put of " + folder);
          }
        });
    return first;
  }

  @Override
  public void move(String from, String to) {
    try {
      if (objects().get(resolve(from)).isPresent()) {
        moveFile(resolve(from), resolve(to));
        return;
      }
      // The archive last: while it is there, the folder is.
      for (String name : tree(from).keySet()) {
        if (!name.equals(ARCHIVE)) {
          moveFile(resolve(from + "/" + name), resolve(to + "/" + name));
        }
      }
      moveFile(resolve(from + "/" + ARCHIVE), resolve(to + "/" + ARCHIVE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void moveFile(Path from, Path to) throws IOException {
    Optional<byte[]> content = objects().get(from);
    if (content.isPresent()) {
      objects().putIfAbsent(to, content.get());
      fileSystem().delete(from, false);
    }
  }

  @Override
  public SortedMap<String, Long> tree(String folder) {
    Path top = resolve(folder);
    try {
      return HadoopFiles.tree(top, fileSystem().listFiles(top, true));
    } catch (FileNotFoundException e) {
      return new TreeMap<>();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isAlso(String uri) {
    // A bucket has one name.
    return root().equals(uri);
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

  /** The objects, one by one. */
  Objects objects() throws IOException {
    return new Objects(fileSystem());
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
    boolean first = objects().putIfAbsent(probe, new byte[] {1});
    boolean second = objects().putIfAbsent(probe, new byte[] {2});
    boolean third = objects().putIfMatch(probe, new byte[] {3}, NO_TAG);
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

  private Path resolve(String path) {
    return new Path(new Path(root), StoreFiles.requireBelow(path));
  }
}
