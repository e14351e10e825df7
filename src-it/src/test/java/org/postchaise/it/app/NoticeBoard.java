/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postchaise.api.IncomingNotice;
import org.postchaise.api.IncomingNotice.Report;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.Suppressions;

/** What was told of mail that came back. Whoever is proven not to be there gets no more mail. */
@ApplicationScoped
public class NoticeBoard implements Suppressions {
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    /** Keeps what it is told. */
    void told(@Observes(during = TransactionPhase.AFTER_SUCCESS) IncomingNotice notice) {
        notice.recipients().forEach(one -> told.add("observed " + line(notice, one)));
    }

    @Override
    public void returned(IncomingNotice notice, Report recipient) {
        told.add("returned " + line(notice, recipient));
    }

    private static String line(IncomingNotice notice, Report one) {
        return String.join(
                " ",
                notice.mail().queueId(),
                one.address(),
                one.action().name(),
                one.status(),
                one.proven() ? "proven" : "unproven");
    }

    /** Nothing: other tests go on with addresses that were refused. */
    @Override
    public void refused(MailStatus mail, RecipientStatus recipient) {}

    /** Fails for one address. */
    @Override
    public Optional<String> reason(String address) {
        if (address.startsWith("unanswered@")) {
            throw new IllegalStateException("the list of addresses can't be read");
        }
        return of(address).stream()
                .filter(line -> line.startsWith("returned "))
                .map(line -> "it came back")
                .findFirst();
    }

    /** The lines about {@code address}, in order: who was told, and of what. */
    List<String> of(String address) {
        return told.stream().filter(line -> line.contains(" " + address + " ")).toList();
    }
}
