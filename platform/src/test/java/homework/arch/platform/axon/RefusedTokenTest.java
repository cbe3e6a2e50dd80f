package homework.arch.platform.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.axoniq.axonserver.grpc.control.ClientIdentification;
import io.axoniq.axonserver.grpc.control.PlatformServiceGrpc;
import io.axoniq.axonserver.grpc.event.EventStoreGrpc;
import io.axoniq.axonserver.grpc.event.GetFirstTokenRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefusedTokenTest {

  private final RefusedToken refusedToken = new RefusedToken();

  @Test
  void isToldUntilAConnectionFailsOtherwise() {
    connect(Status.PERMISSION_DENIED);
    assertThat(refusedToken.isTold()).isTrue();
    connect(Status.UNAVAILABLE);
    assertThat(refusedToken.isTold()).isFalse();
    connect(Status.UNAUTHENTICATED);
    assertThat(refusedToken.isTold()).isTrue();
  }

  @Test
  void isAboutConnectionsAlone() {
    EventStoreGrpc.EventStoreBlockingStub events =
        EventStoreGrpc.newBlockingStub(channel(Status.PERMISSION_DENIED));
    assertThatThrownBy(() -> events.getFirstToken(GetFirstTokenRequest.getDefaultInstance()))
        .hasMessage("PERMISSION_DENIED");
    assertThat(refusedToken.isTold()).isFalse();
  }

  private void connect(Status answer) {
    PlatformServiceGrpc.PlatformServiceBlockingStub platform =
        PlatformServiceGrpc.newBlockingStub(channel(answer));
    assertThatThrownBy(() -> platform.getPlatformServer(ClientIdentification.getDefaultInstance()))
        .hasMessage(answer.getCode().name());
  }

  private Channel channel(Status answer) {
    return ClientInterceptors.intercept(new Answering(answer), refusedToken);
  }

  /** To each call with the same status. */
  private static final class Answering extends Channel {

    private final Status status;

    Answering(Status status) {
      this.status = status;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      return new ClientCall<>() {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          listener.onClose(status, new Metadata());
        }

        @Override
        public void request(int messages) {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Q message) {}
      };
    }

    @Override
    public String authority() {
      return "axonserver";
    }
  }
}
