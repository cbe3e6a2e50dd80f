package homework.arch.user.domain;

import homework.arch.api.user.RegisterUser;
import homework.arch.api.user.UserRegistered;

/** Who owns which e-mail address, however it is spelled: see {@link Mailbox}. */
public interface Emails {

  /**
   * Claims the address of a registration as part of the current command, which fails if another was
   * quicker: who claimed it, or an erasure of the user since it was sealed.
   *
   * @param since the place behind the last erasure in the user's stream
   * @return false if somebody has it
   */
  boolean claim(RegisterUser registration, long since);

  /** Releases the address of one as part of the current command: anybody may claim it then. */
  void release(UserRegistered registration);
}
