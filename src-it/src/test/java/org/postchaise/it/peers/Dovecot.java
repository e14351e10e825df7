/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.peers;

import java.nio.file.Path;
import java.util.List;
import org.postchaise.it.server.Command;
import org.postchaise.it.server.ServerFiles;

/** Dovecot, taking mail by LMTP on a unix-domain socket for one user, {@code user}, at any domain. */
public final class Dovecot implements AutoCloseable {
    private static final String PROGRAM = "/usr/sbin/dovecot";

    private final Path directory = Programs.directory("dovecot");
    private final Path configuration = directory.resolve("dovecot.conf");

    private Dovecot() {
        Programs.directoryOf(directory.resolve("mail"), "mail");
        Programs.write(directory.resolve("users"), "user:{PLAIN}pass::::::\n");
        Programs.write(configuration, """
                base_dir = DIRECTORY/run
                state_dir = DIRECTORY/state
                log_path = DIRECTORY/log
                protocols = lmtp
                listen = 127.0.0.1
                ssl = no
                auth_username_format = %n
                mail_location = maildir:DIRECTORY/mail/%n
                first_valid_uid = 1
                passdb {
                  driver = passwd-file
                  args = username_format=%n DIRECTORY/users
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=DIRECTORY/mail/%n
                }
                service anvil {
                  chroot =
                }
                service lmtp {
                  unix_listener lmtp {
                    mode = 0666
                  }
                }
                """.replace("DIRECTORY", directory.toString()));
        Command.of(PROGRAM, "-c", configuration.toString()).run();
    }

    /** Starts one, or skips the test. */
    public static Dovecot start() {
        Programs.require("Dovecot (package dovecot-lmtpd)", List.of(PROGRAM, "/usr/lib/dovecot/lmtp"));
        return new Dovecot();
    }

    /** The socket on which it speaks LMTP. */
    Path socket() {
        return directory.resolve("run/lmtp");
    }

    /** The mails that the user has not read yet; line ends are LF. */
    public List<String> mails() {
        return Programs.contents(directory.resolve("mail/user/new"));
    }

    /** What it logged. */
    public String log() {
        return Programs.read(directory.resolve("log"));
    }

    @Override
    public void close() {
        Command.of(PROGRAM, "-c", configuration.toString(), "stop").run();
        ServerFiles.delete(directory);
    }
}
