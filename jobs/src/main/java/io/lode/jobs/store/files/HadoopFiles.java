package io.lode.jobs.store.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.util.SerializableConfiguration;

/** A store on a file system of Hadoop's whose rename is atomic, such as HDFS. */
public final class HadoopFiles implements StoreFiles {

  private static final long serialVersionUID = 1L;

  /** Of one file that is replaced all the time. */
  private static final int MOST_READS = 20;

  private final URI root;
  private final SerializableConfiguration configuration;
  private transient FileContext context;

  HadoopFiles(URI root, Configuration configuration) {
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
      for (int attempt = 1; ; attempt++) {
        try (FSDataInputStream in = context().open(file)) {
          return Optional.of(in.readAllBytes());
        } catch (IOException e) {
          // A file that is replaced after it was opened loses its blocks: the new one is read.
          if (!context().util().exists(file)) {
            return Optional.empty();
          }
          if (attempt == MOST_READS) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> list(String folder) {
    List<String> names = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> entries = context().listStatus(resolve(folder));
      while (entries.hasNext()) {
        names.add(entries.next().getPath().getName());
      }
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return StoreFiles.visible(names.stream());
  }

  @Override
  public boolean create(String path, byte[] content) {
    Path target = resolve(path);
    Path temporary = new Path(target.getParent(), StoreFiles.temporaryName());
    try {
      write(context(), temporary, content, CreateOpts.createParent());
      CommitGap.pass("a temporary file was written for " + path);
      return publish(temporary, target);
    } catch (IOException e) {
      forget(temporary);
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void replace(String path, byte[] content) {
    Path target = resolve(path);
    Path temporary = new Path(target.getParent(), StoreFiles.temporaryName());
    try {
      write(context(), temporary, content, CreateOpts.createParent());
      CommitGap.pass("a temporary file was written for " + path);
      context().rename(temporary, target, Rename.OVERWRITE);
      CommitGap.pass("a rename replaced " + path);
    } catch (IOException e) {
      forget(temporary);
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void update(String path, Supplier<byte[]> content) {
    try {
      StagingFolder staging = new StagingFolder(context(), resolve(path));
      while (!staging.tryWrite(content)) {
        LockClock.pauseBriefly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean createFolder(String folder, Map<String, byte[]> files) {
    Path target = resolve(folder);
    Path temporary = new Path(target.getParent(), StoreFiles.temporaryName());
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path inside = new Path(temporary, StoreFiles.requireBelow(file.getKey()));
        write(context(), inside, file.getValue(), CreateOpts.createParent());
        CommitGap.pass("a file of the temporary folder was written for " + folder);
      }
      return publish(temporary, target);
    } catch (IOException e) {
      forget(temporary);
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void move(String from, String to) {
    try {
      context().rename(resolve(from), resolve(to), Rename.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public SortedMap<String, Long> tree(String folder) {
    Path top = resolve(folder);
    try {
      return tree(top, context().util().listFiles(top, true));
    } catch (FileNotFoundException e) {
      return new TreeMap<>();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lengths of listed files by their paths below a folder. */
  static SortedMap<String, Long> tree(Path top, RemoteIterator<? extends FileStatus> files)
      throws IOException {
    SortedMap<String, Long> lengths = new TreeMap<>();
    String prefix = top.toUri().getPath() + "/";
    while (files.hasNext()) {
      FileStatus file = files.next();
      lengths.put(file.getPath().toUri().getPath().substring(prefix.length()), file.getLen());
    }
    return lengths;
  }

  @Override
  public boolean isAlso(String uri) {
    if (root().equals(uri)) {
      return true;
    }
    URI other = URI.create(uri);
    if (!ATOMIC_RENAME_SCHEMES.contains(String.valueOf(other.getScheme()))) {
      return false;
    }
    // One folder has as many names as its servers have: what is written under one name and found
    // under the other tells.
    Path probe = resolve(StoreFiles.temporaryName());
    Configuration impatient = new Configuration(configuration.value());
    impatient.setInt("ipc.client.connect.max.retries", 1);
    impatient.setInt("ipc.client.connect.max.retries.on.timeouts", 1);
    try {
      write(context(), probe, new byte[] {1}, CreateOpts.createParent());
      try {
        return FileContext.getFileContext(other, impatient)
            .util()
            .exists(new Path(new Path(other), probe.getName()));
      } catch (IOException | RuntimeException e) {
        // The place of that name is out of reach, so this is not it.
        return false;
      } finally {
        context().delete(probe, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(String path) {
    try {
      context().delete(resolve(path), false);
    } catch (FileNotFoundException e) {
      // It is gone, as asked.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void createEmptyFolder(String folder) {
    try {
      context().mkdir(resolve(folder), FileContext.DEFAULT_PERM, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> T exclusively(Function<StoreHold, T> work) {
    try (StoreLock lock = StoreLock.take(context(), resolve(".lock"))) {
      return lock.hold(work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean publish(Path temporary, Path target) throws IOException {
    try {
      context().rename(temporary, target, Rename.NONE);
      CommitGap.pass("a rename made " + target);
      return true;
    } catch (FileAlreadyExistsException e) {
      context().delete(temporary, true);
      return false;
    }
  }

  /** Deletes what was half written, where the file system still does so. */
  private void forget(Path temporary) {
    try {
      context().delete(temporary, true);
    } catch (IOException e) {
      // The failure that led here is the one to tell; compact deletes what is left.
      return;
    }
  }

  /** Writes a new file, so that it is on the disk. */
  static void write(FileContext files, Path file, byte[] content, CreateOpts parent)
      throws IOException {
    try (FSDataOutputStream out = files.create(file, EnumSet.of(CreateFlag.CREATE), parent)) {
      out.write(content);
      out.hsync();
    }
  }

  private Path resolve(String path) {
    return new Path(new Path(root), StoreFiles.requireBelow(path));
  }

  private synchronized FileContext context() throws IOException {
    if (context == null) {
      context = FileContext.getFileContext(root, configuration.value());
    }
    return context;
  }
}
