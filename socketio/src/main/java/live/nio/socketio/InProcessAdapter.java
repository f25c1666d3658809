package live.nio.socketio;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Connects the servers of one process that were created with the same instance; alone it does
/// nothing.
public final class InProcessAdapter implements Adapter.Factory {
  private final List<Member> members = new CopyOnWriteArrayList<>();

  @Override
  public Adapter create(Consumer<ClusterMessage> receiver) {
    Member member = new Member(receiver);
    members.add(member);
    return member;
  }

  private final class Member implements Adapter {
    private final Consumer<ClusterMessage> receiver;

    Member(Consumer<ClusterMessage> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void publish(ClusterMessage message) {
      for (Member member : members) {
        if (member != this) {
          member.receiver.accept(message);
        }
      }
    }

    @Override
    public void close() {
      members.remove(this);
    }
  }
}
