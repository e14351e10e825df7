/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;

/** Replies in the forms of providers and of mail servers, and what each is about. */
class FailureKindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Gmail
                "ADDRESS | 5.1.1 | 550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1 https://support.google.com/mail/?p=NoSuchUser",
                "MAILBOX | 5.2.1 | 550 5.2.1 The email account that you tried to reach is disabled.",
                "MAILBOX | 5.2.2 | 552 5.2.2 The email account that you tried to reach is over quota.",
                "MAILBOX | 4.2.2 | 452 4.2.2 The recipient's inbox is out of storage space.",
                "POLICY | 5.7.26 | 550-5.7.26 This mail is unauthenticated, which poses a security risk",
                "POLICY | 5.7.1 | 550 5.7.1 Unauthenticated email from x.test is not accepted due to domain's DMARC policy.",
                "REPUTATION | 5.7.1 | 550-5.7.1 Our system has detected an unusual rate of unsolicited mail originating from your IP address.",
                "REPUTATION | 5.7.1 | 550-5.7.1 [192.0.2.1 19] Our system has detected that this message is likely suspicious due to the very low reputation of the sending domain.",
                "CONTENT | 5.7.1 | 550-5.7.1 [192.0.2.1 12] Our system has detected that this message is likely unsolicited mail.",
                "CONTENT | 5.7.0 | 552-5.7.0 This message was blocked because its content presents a potential security issue.",
                "CONTENT | 5.3.4 | 552-5.3.4 Your message exceeded Google's message size limits.",
                "POLICY | 4.2.1 | 450-4.2.1 The user you are trying to contact is receiving mail too quickly.",
                // Microsoft
                "ADDRESS | 5.5.0 | 550 5.5.0 Requested action not taken: mailbox unavailable",
                "ADDRESS | 5.4.1 | 550 5.4.1 Recipient address rejected: Access denied. AS(201806281)",
                "ADDRESS | 5.1.10 | 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
                "ADDRESS | 5.1.1 | 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found",
                "REPUTATION | 5.7.606 | 550 5.7.606 Access denied, banned sending IP [192.0.2.1].",
                "REPUTATION | 5.7.1 | 550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).",
                "REPUTATION | 5.7.708 | 550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.",
                "POLICY | 5.7.509 | 550 5.7.509 Access denied, sending domain x.test does not pass DMARC verification",
                "POLICY | 5.7.133 | 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required",
                "POLICY | 5.7.1 | 550 5.7.1 Unable to relay",
                "MAILBOX | 5.2.2 | 554 5.2.2 mailbox full; STOREDRV.Deliver; quota exceeded",
                "CONTENT | 5.2.3 | 550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
                "UNKNOWN | 5.4.14 | 550 5.4.14 Hop count exceeded - possible mail loop",
                // Yahoo, AOL
                "ADDRESS | 5.0.0 | 554 delivery error: dd This user doesn't have a yahoo.com account (ann@yahoo.com) [0]",
                "MAILBOX | 5.0.0 | 554 delivery error: dd Sorry your message to ann@yahoo.com cannot be delivered. This account has been disabled or discontinued [#102].",
                "POLICY | 5.7.9 | 554 5.7.9 Message not accepted for policy reasons.",
                "REPUTATION | 4.7.0 | 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints",
                "ADDRESS | 5.1.1 | 550 5.1.1 <ann@aol.com>: Recipient address rejected: aol.com",
                // iCloud, GMX, Web.de, T-Online, Yandex, Mail.ru, Zoho, Comcast, QQ
                "ADDRESS | 5.1.1 | 550 5.1.1 <ann@icloud.com>: user does not exist",
                "ADDRESS | 5.1.6 | 550 5.1.6 recipient no longer on server: ann@icloud.com",
                "POLICY | 5.7.1 | 554 5.7.1 [HM08] Message rejected due to local policy.",
                "ADDRESS | 5.0.0 | 550 Requested action not taken: mailbox unavailable",
                "REPUTATION | 5.0.0 | 554-Transaction failed 554-Reject due to policy restrictions: your IP address 192.0.2.1 is listed",
                "MAILBOX | 5.0.0 | 552-Requested mail action aborted: exceeded storage allocation 552 Quota exceeded.",
                "REPUTATION | 5.0.0 | 554 IP=192.0.2.1 - A problem occurred. Your IP was blocked",
                "ADDRESS | 5.7.1 | 550 5.7.1 No such user!",
                "MAILBOX | 5.0.0 | 550 user disabled",
                "CONTENT | 5.7.1 | 554 5.7.1 Message rejected under suspicion of SPAM",
                "CONTENT | 5.0.0 | 550 spam message rejected. Please visit help.mail.ru",
                "ADDRESS | 5.0.0 | 550 Message was not accepted -- invalid mailbox. Local mailbox ann@mail.ru is unavailable: user not found",
                "ADDRESS | 5.1.1 | 550 5.1.1 User does not exist - <ann@zoho.example>",
                "ADDRESS | 5.1.1 | 550 5.1.1 Not our Customer",
                "MAILBOX | 5.2.0 | 550 5.2.0 Mailbox is inactive",
                "ADDRESS | 5.0.0 | 550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help",
                "CONTENT | 5.0.0 | 550 Mail content denied. http://service.mail.qq.com/cgi-bin/help",
                // gateways: Barracuda, Proofpoint, Mimecast, Cisco, Symantec
                "ADDRESS | 5.1.1 | host d1.ess.barracudanetworks.com[192.0.2.1] said: 550 permanent failure for one or more recipients: 550 5.1.1 User unknown (in reply to end of DATA command)",
                "REPUTATION | 5.0.0 | 554 Service unavailable; Client host [mail.x.test] blocked using Barracuda Reputation; http://www.barracudanetworks.com/reputation/",
                "REPUTATION | 5.7.1 | 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
                "ADDRESS | 5.0.0 | 550 5.1.1 <ann@x.test>... User unknown",
                "REPUTATION | 5.7.0 | 554 5.7.0 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1 - bad reputation",
                "ADDRESS | 5.0.0 | 550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550",
                "POLICY | 5.0.0 | 550 Administrative prohibition - envelope blocked",
                "REPUTATION | 5.0.0 | 554-mx.x.test 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.",
                "ADDRESS | 5.1.0 | 550 #5.1.0 Address rejected: no such recipient",
                "CONTENT | 5.0.0 | 553 Message filtered: virus found",
                // Postfix, Exim, Sendmail, qmail, Courier, Dovecot, Domino
                "ADDRESS | 5.1.1 | 550 5.1.1 <spam@x.test>: Recipient address rejected: User unknown in local recipient table",
                "ADDRESS | 5.1.1 | 550 5.1.1 <quota-full@x.test>: Recipient address rejected: User unknown in virtual mailbox table",
                "POLICY | 5.7.1 | 554 5.7.1 <ann@x.test>: Relay access denied",
                "POLICY | 4.2.0 | 450 4.2.0 <ann@x.test>: Recipient address rejected: Greylisted",
                "POLICY | 5.1.8 | 550 5.1.8 <me@y.test>: Sender address rejected: Domain not found",
                "POLICY | 5.7.1 | 550 5.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]",
                "CONTENT | 5.3.4 | 552 5.3.4 Message size exceeds fixed limit",
                "ADDRESS | 5.4.4 | Host or domain name not found. Name service error for name=x.test type=A: Host not found",
                "ADDRESS | 5.1.0 | domain x.test does not accept mail (nullMX)",
                "ADDRESS | 5.0.0 | 550 Unrouteable address",
                "POLICY | 5.0.0 | 550 Verification failed for <me@y.test> 550 Sender verify failed",
                "POLICY | 5.0.0 | 550 relay not permitted",
                "CONTENT | 5.0.0 | 550 This message was classified as SPAM and may not be delivered",
                "ADDRESS | 5.1.2 | 550 5.1.2 <ann@x.test>... Host unknown (Name server: x.test: host not found)",
                "ADDRESS | 5.1.1 | Sorry, no mailbox here by that name. (#5.1.1)",
                "MAILBOX | 5.2.2 | 552 5.2.2 <ann@x.test> Quota exceeded (mailbox for user is full)",
                "ADDRESS | 5.1.1 | User ann (ann@x.test) not listed in Domino Directory",
                "CONTENT | 5.6.0 | 554 5.6.0 Improper use of 8-bit data in message header",
                "CONTENT | 5.0.0 | 550 5.7.1 Message content rejected",
                // nothing but a status, or nothing
                "ADDRESS | 5.1.1 | ''",
                "ADDRESS | 5.1.3 | 553 5.1.3 no",
                "MAILBOX | 5.2.1 | ''",
                "POLICY | 5.7.1 | 550 5.7.1 no",
                "UNKNOWN | 5.0.0 | 554 Transaction failed",
                "UNKNOWN | 5.3.0 | ''",
                "UNKNOWN | 4.4.7 | message expired, unable to deliver for 5d: Connection timed out",
                "UNKNOWN | '' | ''"
            })
    void aReplyIsAboutOneThing(FailureKind kind, String status, String text) {
        assertThat(FailureKind.of(status, text)).isEqualTo(kind);
        assertThat(new IncomingNotice.Report("a@b", "", Action.FAILED, status, text, "", true).failureKind())
                .isEqualTo(kind);
        assertThat(new RecipientStatus(new Recipient("a@b", Set.of(), ""), State.FAILED, status, text).failureKind())
                .isEqualTo(kind);
    }

    @Test
    void aLongTextIsReadToALimit() {
        assertThat(FailureKind.of("5.0.0", "user ".repeat(100_000) + "unknown")).isEqualTo(FailureKind.UNKNOWN);
    }
}
