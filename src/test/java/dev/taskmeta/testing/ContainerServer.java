package dev.taskmeta.testing;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container of an image that the local Docker engine already has. */
final class ContainerServer implements TestServer {
  private static final String LABEL = "dev.taskmeta.testing";

  private final GenericContainer<?> container;
  private final String image;
  private final int port;
  private final Account admin;

  private ContainerServer(GenericContainer<?> container, String image, int port, Account admin) {
    this.container = container;
    this.image = image;
    this.port = port;
    this.admin = admin;
  }

  /** A source that needs the image to be there: nothing is ever pulled. */
  static ServerSource source(String image) {
    return engine -> {
      requireImage(image);
      return run(image, engine);
    };
  }

  private static void requireImage(String image) throws Unavailable {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new Unavailable("no Docker engine for " + image + " (.ci/servers starts one)");
    }
    try {
      DockerClientFactory.instance().client().inspectImageCmd(image).exec();
    } catch (NotFoundException e) {
      throw new Unavailable("no Docker image " + image + " (.ci/servers builds it)", e);
    }
  }

  // Closed by close(); at the JVM's exit Testcontainers itself removes what it has started.
  @SuppressWarnings("resource")
  private static ContainerServer run(String image, TestEngine engine) {
    Account admin = new Account(engine.containerAdmin(), Account.ADMIN.password());
    // A fixed port survives a restart of the container; one that Docker chooses does not.
    int port = Ports.free();
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withImagePullPolicy(name -> false)
            .withLabel(LABEL, "true")
            .withEnv(Map.of(engine.containerPasswordVariable(), admin.password()))
            .withCommand(engine.serverCommand().toArray(String[]::new));
    container.setPortBindings(List.of("127.0.0.1:" + port + ":" + engine.defaultPort()));
    container.setWaitStrategy(new NoWait());
    container.start();
    return new ContainerServer(container, image, port, admin);
  }

  @Override
  public String origin() {
    return "Testcontainers " + image;
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Account admin() {
    return admin;
  }

  @Override
  public void kill() {
    container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void start() {
    container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    container.stop();
  }
}
