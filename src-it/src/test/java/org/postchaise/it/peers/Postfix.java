/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.postchaise.testkit.PostfixInstance;

/** Postfix, with a queue of its own, which gives all mail to {@link Dovecot}. */
public final class Postfix implements AutoCloseable {
    private final PostfixInstance instance;

    private Postfix(PostfixInstance instance) {
        this.instance = instance;
    }

    /** Starts one, or skips the test. */
    public static Postfix start(Dovecot mailboxes) {
        Programs.require("Postfix (package postfix)", List.of("/usr/sbin/postfix", "/usr/lib/postfix/sbin/smtpd"));
        try {
            return new Postfix(
                    PostfixInstance.start("default_transport = lmtp:unix:" + mailboxes.socket() + "\n", """
                    pickup    unix  n - n 60 1 pickup
                    flush     unix  n - n 1000? 0 flush
                    lmtp      unix  - - n - - lmtp
                    """));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Postfix starts", e);
        }
    }

    /** Returns the next hop that names its listener. */
    public String nextHop() {
        return "[127.0.0.1]:" + instance.port();
    }

    /** Returns the text of its log. */
    public String log() {
        return Programs.read(instance.log());
    }

    @Override
    public void close() {
        try {
            instance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
