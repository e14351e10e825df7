/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.peers;

import java.nio.file.Path;
import java.util.List;
import org.postchaise.it.server.Command;
import org.postchaise.it.server.FreePorts;
import org.postchaise.it.server.ServerFiles;

/** Postfix, with a queue of its own, which gives all mail to {@link Dovecot}. */
public final class Postfix implements AutoCloseable {
    private static final String PROGRAM = "/usr/sbin/postfix";

    private final Path directory = Programs.directory("postfix");
    private final Path configuration = directory.resolve("etc");
    private final int port = FreePorts.one();

    private Postfix(Dovecot mailboxes) {
        Programs.directoryOf(directory.resolve("queue"), "root");
        Programs.directoryOf(directory.resolve("data"), "postfix");
        Programs.write(configuration.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = DIRECTORY/queue
                data_directory = DIRECTORY/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                shlib_directory = /usr/lib/postfix
                mail_owner = postfix
                setgid_group = postdrop
                maillog_file = DIRECTORY/log
                maillog_file_prefixes = DIRECTORY
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                myhostname = mail.example.test
                mydestination =
                mynetworks = 127.0.0.0/8
                alias_maps =
                alias_database =
                local_recipient_maps =
                default_transport = lmtp:unix:SOCKET
                """.replace("DIRECTORY", directory.toString())
                .replace("SOCKET", mailboxes.socket().toString()));
        Programs.write(configuration.resolve("master.cf"), """
                127.0.0.1:PORT inet n - n - - smtpd
                pickup    unix  n - n 60 1 pickup
                cleanup   unix  n - n - 0 cleanup
                qmgr      unix  n - n 300 1 qmgr
                rewrite   unix  - - n - - trivial-rewrite
                bounce    unix  - - n - 0 bounce
                defer     unix  - - n - 0 bounce
                trace     unix  - - n - 0 bounce
                flush     unix  n - n 1000? 0 flush
                proxymap  unix  - - n - - proxymap
                error     unix  - - n - - error
                retry     unix  - - n - - error
                lmtp      unix  - - n - - lmtp
                anvil     unix  - - n - 1 anvil
                postlog   unix-dgram n - n - 1 postlogd
                """.replace("PORT", "" + port));
        Command.of(PROGRAM, "-c", configuration.toString(), "start").run();
    }

    /** Starts one, or skips the test. */
    public static Postfix start(Dovecot mailboxes) {
        Programs.require("Postfix (package postfix)", List.of(PROGRAM, "/usr/lib/postfix/sbin/smtpd"));
        return new Postfix(mailboxes);
    }

    /** Where it listens. */
    public String nextHop() {
        return "[127.0.0.1]:" + port;
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
