package homework.arch.platform.axon;

import io.axoniq.axonserver.grpc.control.PlatformServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Whether Axon Server refused the token of this service when it was connected to the last time. The
 * connector keeps the reason to its log, and tries again every second.
 */
final class RefusedToken implements ClientInterceptor {

  /** The first call of each connection. */
  private static final String FIRST =
      PlatformServiceGrpc.getGetPlatformServerMethod().getFullMethodName();

  private volatile boolean told;

  boolean isTold() {
    return told;
  }

  static boolean isToldBy(Status status) {
    return switch (status.getCode()) {
      case PERMISSION_DENIED, UNAUTHENTICATED -> true;
      default -> false;
    };
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    return method.getFullMethodName().equals(FIRST) ? watched(call) : call;
  }

  private <Q, A> ClientCall<Q, A> watched(ClientCall<Q, A> call) {
    return new SimpleForwardingClientCall<>(call) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<A>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                told = isToldBy(status);
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }
}
