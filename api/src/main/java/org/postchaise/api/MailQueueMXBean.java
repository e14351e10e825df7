/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/**
 * The queue as its operator sees it, what postqueue(1), postsuper(1) and qshape(1) are to Postfix: {@code
 * org.postchaise:type=Queue,application=NAME}. All answers are JSON texts, described with the filters in docs/OPERATING.md.
 *
 * <p>A filter is {@code all}, or terms with blanks between that must all match: {@code id=}, {@code queue=} (active, deferred,
 * hold or dead; several with commas between), {@code sender=} and {@code recipient=} (an address, or {@code @domain}), {@code domain=}, {@code mailer=} (the
 * name of the one that the mail is for), {@code older=} and {@code younger=} (a time of main.cf), {@code state=} (queued or deferred), {@code text=} (part of a last reply; {@code %20} is
 * a blank). Dead letters are changed only where the filter says {@code queue=dead} or {@code id=}.
 *
 * <p>All operations throw {@link IllegalArgumentException} for a bad filter, {@link java.util.NoSuchElementException} for an id
 * that no mail has, and {@link IllegalStateException} when the broker does not answer; each with one line that says why.
 */
public interface MailQueueMXBean {
    /**
     * Mails with envelope, state and last replies, without content.
     *
     * @param filter an empty one means all
     * @param limit how many at most, from 1 to 10000; {@code more} in the answer says that there are more
     */
    String list(String filter, int limit);

    /** One mail with what was asked for it, and its header section. */
    String inspect(String id);

    /** The same, and the first 64 KiB of its body. */
    String inspectWithBody(String id);

    /** Recipients by domain and age of the mail, the sum first, as qshape(1) without options; an empty filter means all. */
    default String shape(String filter) {
        return shape(filter, "");
    }

    /**
     * Recipients or mails by domain and age of the mail, the sum first, as qshape(1).
     *
     * @param filter an empty one means all
     * @param options terms with blanks between, each of which may be left out: {@code by=recipient} (default) or {@code by=sender}
     *     ({@code qshape -s}: mails; {@code MAILER-DAEMON} is the null sender), {@code buckets=} ({@code -b}, 1 to 40, default 10),
     *     {@code minutes=} ({@code -t}, 1 to 525600, default 5), {@code steps=double} (default) or {@code steps=equal} ({@code -l}),
     *     {@code parents=} ({@code -p} with {@code -m}: least number of subdomains of a parent domain that is shown)
     */
    String shape(String filter, String options);

    /** What waits for each domain, what came of the attempts since the application's start, and whether it is suspended. */
    String destinations();

    /** Active and deferred mail rests until it is released; the answer of this and of the following is how many were changed. */
    String hold(String filter);

    /** Mail on hold is tried. */
    String release(String filter);

    /** Mail is tried as if it were new, its attempts forgotten; dead letters too, where they are mail. */
    String requeue(String filter);

    /** Deferred mail is tried now. */
    String flush(String filter);

    /** Mail is removed; nobody is notified. */
    String delete(String filter);

    /** Mail is given up at its next attempt, which is now: its open recipients are returned to the sender. */
    String expire(String filter);

    /**
     * Nothing is sent to a destination any more, by no node on the broker and also after a restart, until it is resumed: its mail waits,
     * deferred with 4.3.2, and expires as any. Deliveries under way end as they do.
     *
     * @param domain of recipients, without its subdomains; in any case of letters, an internationalised one in either form
     * @return {@code changed} is 1, or 0 when it was suspended already
     * @throws IllegalArgumentException for what is no domain, and when 1000 are suspended
     */
    String suspend(String domain);

    /**
     * Mail for a suspended destination is tried now.
     *
     * @return {@code changed} is 1, or 0 when it was not suspended; {@code flushed} is how many mails were taken back
     * @throws IllegalArgumentException for what is no domain
     */
    String resume(String domain);
}
