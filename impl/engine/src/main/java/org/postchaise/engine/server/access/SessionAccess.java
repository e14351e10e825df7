/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.Optional;
import org.postchaise.engine.server.access.AccessRequest.Subjects;
import org.postchaise.engine.server.access.AccessRules.Order;
import org.postchaise.engine.server.view.MailFacts;
import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.server.view.Verdict;

/**
 * The access control of one session. Reasons to defer that the lists of client, HELO and sender leave count for each recipient anew, so
 * that one recipient's trouble is not the next one's.
 */
final class SessionAccess implements AccessControl {
    private final AccessRules.Lists lists;
    private final AccessRules.Implied implied;
    private final Order order;
    private final SessionView view;
    private final Deferrals deferrals = new Deferrals();

    private Optional<Verdict.Reject> afterClient = Optional.empty();
    private Optional<Verdict.Reject> afterHelo = Optional.empty();
    private Optional<Verdict.Reject> afterSender = Optional.empty();

    SessionAccess(AccessRules.Lists lists, AccessRules.Implied implied, Order order, SessionView view) {
        this.lists = lists;
        this.implied = implied;
        this.order = order;
        this.view = view;
    }

    @Override
    public Verdict client() {
        return order == Order.DELAYED ? Verdict.DUNNO : client(request("CONNECT", Stage.CLIENT, Optional.empty()));
    }

    @Override
    public Verdict helo(String name) {
        if (order == Order.DELAYED) {
            return Verdict.DUNNO;
        }
        Subjects subjects = new Subjects(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty());
        return helo(new AccessRequest(view, deferrals, view.lmtp() ? "LHLO" : "EHLO", Stage.HELO, subjects));
    }

    @Override
    public Verdict sender(String sender) {
        if (order == Order.DELAYED) {
            return Verdict.DUNNO;
        }
        Subjects subjects = new Subjects(view.heloName(), Optional.of(sender), Optional.empty(), Optional.empty());
        return sender(new AccessRequest(view, deferrals, "MAIL", Stage.SENDER, subjects));
    }

    @Override
    public Verdict recipient(String recipient) {
        return recipient(request("RCPT", Stage.RECIPIENT, Optional.of(recipient)));
    }

    @Override
    public Verdict verify(String recipient) {
        return recipient(request("VRFY", Stage.RECIPIENT, Optional.of(recipient)));
    }

    @Override
    public Verdict etrn(String domain) {
        Subjects subjects = new Subjects(view.heloName(), Optional.empty(), Optional.empty(), Optional.of(domain));
        AccessRequest request = new AccessRequest(view, deferrals, "ETRN", Stage.ETRN, subjects);
        if (order == Order.DELAYED) {
            Verdict before = client(request.at(Stage.CLIENT));
            before = isRejected(before) ? before : helo(request.at(Stage.HELO));
            if (isRejected(before)) {
                return before;
            }
        }
        return deferrals.permitted(judge(lists.etrn(), request, afterHelo));
    }

    @Override
    public Verdict data() {
        AccessRequest request = request("DATA", Stage.DATA, onlyRecipient());
        return deferrals.permitted(judge(lists.data(), request, Optional.empty()));
    }

    @Override
    public Verdict endOfData() {
        AccessRequest request = request("END-OF-MESSAGE", Stage.END_OF_DATA, onlyRecipient());
        return deferrals.permitted(judge(lists.endOfData(), request, Optional.empty()));
    }

    @Override
    public void endTransaction() {
        afterSender = Optional.empty();
    }

    /** Returns the recipient of a mail that has only one: of several none is judged after RCPT, as in Postfix. */
    private Optional<String> onlyRecipient() {
        return view.recipients().size() == 1
                ? Optional.of(view.recipients().get(0).address())
                : Optional.empty();
    }

    private AccessRequest request(String command, Stage stage, Optional<String> recipient) {
        Optional<String> sender = view.mail().map(MailFacts::sender);
        return new AccessRequest(
                view, deferrals, command, stage, new Subjects(view.heloName(), sender, recipient, Optional.empty()));
    }

    private Verdict client(AccessRequest request) {
        Verdict verdict = judge(lists.client(), request, Optional.empty());
        afterClient = deferrals.ifPermit();
        return verdict;
    }

    private Verdict helo(AccessRequest request) {
        Verdict verdict = request.helo().isEmpty() ? Verdict.DUNNO : judge(lists.helo(), request, afterClient);
        afterHelo = deferrals.ifPermit();
        return verdict;
    }

    private Verdict sender(AccessRequest request) {
        Verdict verdict = request.sender().isEmpty() ? Verdict.DUNNO : judge(lists.sender(), request, afterHelo);
        if (!isRejected(verdict)) {
            verdict = judgeImplied(implied.unlistedSender(), request, verdict);
        }
        afterSender = deferrals.ifPermit();
        return verdict;
    }

    private Verdict recipient(AccessRequest request) {
        if (order == Order.DELAYED) {
            Verdict before = client(request.at(Stage.CLIENT));
            before = isRejected(before) ? before : helo(request.at(Stage.HELO));
            before = isRejected(before) ? before : sender(request.at(Stage.SENDER));
            if (isRejected(before)) {
                return before;
            }
        }
        deferrals.begin(afterSender);
        Verdict verdict = Verdict.DUNNO;
        for (RestrictionList list : lists.recipient()) {
            verdict = isRejected(verdict) ? verdict : list.judge(request);
        }
        if (!isRejected(verdict)) {
            verdict = judgeImplied(implied.unlistedRecipient(), request, verdict);
        }
        return deferrals.permitted(deferrals.rejected(verdict));
    }

    private Verdict judge(RestrictionList list, AccessRequest request, Optional<Verdict.Reject> before) {
        deferrals.begin(before);
        return deferrals.rejected(list.judge(request));
    }

    private Verdict judgeImplied(Optional<RestrictionList> restriction, AccessRequest request, Verdict otherwise) {
        return restriction.map(list -> list.judge(request)).orElse(otherwise);
    }

    private static boolean isRejected(Verdict verdict) {
        return verdict instanceof Verdict.Reject;
    }
}
