/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.config.catalog.Catalog;

/** The return paths that Postfix's queue manager makes of the same senders and recipients. */
class VerpComparisonTest {
    private static final Recipient[] RECIPIENTS = {
        recipient("user@domain.test"),
        recipient("User.Name@Domain.TEST"),
        recipient("a+b@domain.test"),
        recipient("a=b-c@my-domain.test"),
        recipient("\"a b\"@domain.test"),
        recipient("\"needless\"@domain.test"),
        recipient("\"a@b\"@domain.test"),
        recipient("\"a\\\"b\\\\c\"@domain.test"),
        recipient("\".dot\"@domain.test"),
        recipient("user@[192.0.2.1]"),
        new Recipient("alias@domain.test", Set.of(), "rfc822;original@other.test")
    };

    private static final List<String> SENDERS =
            List.of("owner-list@origin.test", "a+b@origin.test", "\"o w\"@origin.test", "owner");

    @TempDir
    Path folder;

    @Test
    void returnPathsAreThoseOfPostfix() throws Exception {
        Verp verp = Verp.from(Catalog.settings(Map.of()));
        List<String> ours = new ArrayList<>();
        List<PostfixBounces.Submission> submissions = new ArrayList<>();
        for (String sender : SENDERS) {
            for (String delimiters : List.of("", "+=", "-=", "==", "-+")) {
                for (Recipient recipient : RECIPIENTS) {
                    submissions.add(new PostfixBounces.Submission(
                            sender,
                            "XVERP" + (delimiters.isEmpty() ? "" : "=" + delimiters),
                            List.of("<" + recipient.address() + ">"
                                    + (recipient.originalRecipient().isEmpty()
                                            ? ""
                                            : " ORCPT=" + recipient.originalRecipient())),
                            "Subject: x\r\n\r\n"));
                    ours.add("<"
                            + verp.returnPath(
                                    Envelope.unchecked(sender, List.of(recipient))
                                            .withVerp(delimiters),
                                    recipient,
                                    Instant.EPOCH)
                            + "> <" + LocalPart.quoted(LocalPart.unquoted(recipient.address())) + ">");
                }
            }
        }
        try (PostfixBounces postfix = new PostfixBounces(PostfixBounces.in(folder), """
                smtpd_authorized_verp_clients = 127.0.0.0/8
                append_at_myorigin = no
                local_header_rewrite_clients =
                remote_header_rewrite_domain =
                """)) {
            postfix.submit(submissions);
            List<String> theirs = postfix.await(all -> all.size() >= ours.size()).stream()
                    .map(mail -> mail.from().replaceFirst("> .*", ">") + " "
                            + mail.to()
                                    .substring(
                                            1, mail.to().indexOf(']', mail.to().length() - 1))
                                    .replaceFirst("> .*", ">"))
                    .collect(Collectors.toList());
            System.out.println("return paths compared with Postfix's: " + theirs.size());
            assertThat(theirs).containsExactlyInAnyOrderElementsOf(ours);
        }
    }

    private static Recipient recipient(String address) {
        return new Recipient(address, Set.of(), "");
    }
}
