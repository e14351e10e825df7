/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import org.postchaise.api.MailStatus;
import org.postchaise.testkit.ReceivedMail;

/** Content of the page as JSON. */
final class StatusView {
    private StatusView() {}

    static JsonObject json(List<MailStatus> mails, DemoMailbox mailbox) {
        JsonArrayBuilder sent = Json.createArrayBuilder();
        mails.forEach(mail -> sent.add(mail(mail)));
        JsonArrayBuilder received = Json.createArrayBuilder();
        mailbox.mails().forEach(mail -> received.add(received(mail)));
        return Json.createObjectBuilder()
                .add("mails", sent)
                .add(
                        "mailbox",
                        Json.createObjectBuilder()
                                .add("address", mailbox.address())
                                .add("problem", mailbox.problem())
                                .add("answer", mailbox.answer().toString())
                                .add("mails", received)
                                .add("dialogue", Json.createArrayBuilder(mailbox.dialogue())))
                .build();
    }

    private static JsonObjectBuilder mail(MailStatus mail) {
        JsonArrayBuilder recipients = Json.createArrayBuilder();
        mail.recipients()
                .forEach(recipient -> recipients.add(Json.createObjectBuilder()
                        .add("address", recipient.recipient().address())
                        .add("state", recipient.state().name().toLowerCase(Locale.ROOT))
                        .add("status", recipient.status())
                        .add("text", recipient.text())));
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", mail.mailId())
                .add("sender", mail.sender())
                .add("subject", mail.subject())
                .add("submitted", mail.submitted().toString())
                .add("attempts", mail.attempts())
                .add("finished", mail.finished())
                .add("recipients", recipients);
        mail.next().ifPresent(next -> json.add("next", next.toString()));
        return json;
    }

    private static JsonObjectBuilder received(ReceivedMail mail) {
        return Json.createObjectBuilder()
                .add("sender", mail.sender())
                .add("recipients", Json.createArrayBuilder(mail.recipients()))
                .add("received", mail.received().toString())
                .add("subject", MailSource.subject(mail.content()))
                .add("size", mail.content().length);
    }
}
