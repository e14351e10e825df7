/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.postchaise.api.Recipient;
import org.postchaise.engine.content.HeaderField;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.view.MailFacts;
import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.wire.ChunkDecoder;
import org.postchaise.engine.wire.DotDecoder;
import org.postchaise.engine.wire.LineEndings;

/**
 * The intake of one message, which processes the header while the content arrives, and stores what is processed. After a fault the rest of
 * the content is decoded and dropped. Not thread-safe.
 */
final class SpooledIntake implements Intake {
    /** The number of recipients that need not be accounted for. */
    private static final int FEW_RECIPIENTS = 20;

    /** The octets that a recipient takes besides the text of its addresses. */
    private static final long RECIPIENT_SIZE = 400;

    private final IntakeRules rules;
    private final SessionView session;
    private final String queueId;

    private Optional<DotDecoder> dots = Optional.empty();
    private Optional<ChunkDecoder> chunks = Optional.empty();
    private Optional<Pipeline> pipeline = Optional.empty();
    private Optional<Fault> fault = Optional.empty();
    private long size;
    private int recipients;
    private long takenForRecipients;

    /** The processing of the content: what is decoded goes through the filter, the header, and into the spool. */
    private record Pipeline(
            Storage.Spool spool, HeaderCleanup header, HeaderSplitter splitter, Optional<CharacterFilter> filter) {
        OutputStream in() {
            return filter.<OutputStream>map(one -> one).orElse(splitter);
        }
    }

    /** The stream that decoders write to: counts octets, and drops those after a fault. */
    private final class Counter extends OutputStream {
        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            size += length;
            long limit = rules.storage().sizeLimit();
            if (fault.isEmpty() && limit > 0 && size > limit) {
                fail(Fault.TOO_BIG);
            }
            if (fault.isEmpty()) {
                try {
                    pipeline.orElseThrow().in().write(octets, offset, length);
                } catch (IOException e) {
                    fail(Fault.ofSystem(e.getMessage()));
                }
            }
        }
    }

    SpooledIntake(IntakeRules rules, SessionView session, String queueId) {
        this.rules = rules;
        this.session = session;
        this.queueId = queueId;
    }

    @Override
    public String queueId() {
        return queueId;
    }

    @Override
    public boolean takeRecipient(Recipient recipient) {
        recipients++;
        if (recipients <= FEW_RECIPIENTS) {
            return true;
        }
        // an address is kept as the client sent it and, while the mail is handed over, in its processed form
        long octets = RECIPIENT_SIZE
                + 2L
                        * (recipient.address().length()
                                + recipient.originalRecipient().length());
        boolean taken = rules.storage().take(octets);
        takenForRecipients += taken ? octets : 0;
        return taken;
    }

    @Override
    public void beginData(LineEndings endings) {
        begin();
        dots = Optional.of(
                new DotDecoder(new Counter(), endings, rules.cleanup().strayCr()));
    }

    @Override
    public int data(byte[] octets, int from, int to) {
        try {
            return dots.orElseThrow().feed(octets, from, to);
        } catch (IOException e) {
            throw new IllegalStateException("the stream of decoded content does not throw", e);
        }
    }

    @Override
    public boolean ended() {
        return dots.map(DotDecoder::ended).orElse(false);
    }

    @Override
    public void beginChunk(long octets, LineEndings endings) {
        if (chunks.isEmpty()) {
            begin();
            chunks = Optional.of(
                    new ChunkDecoder(new Counter(), endings, rules.cleanup().strayCr()));
        }
        chunks.get().begin(octets);
    }

    @Override
    public int chunk(byte[] octets, int from, int to) {
        try {
            return chunks.orElseThrow().feed(octets, from, to);
        } catch (IOException e) {
            throw new IllegalStateException("the stream of decoded content does not throw", e);
        }
    }

    @Override
    public boolean chunkComplete() {
        return chunks.map(ChunkDecoder::remaining).orElse(0L) == 0;
    }

    @Override
    public boolean hasBareLf() {
        return dots.map(DotDecoder::hasBareLf).orElse(false)
                || chunks.map(ChunkDecoder::hasBareLf).orElse(false);
    }

    @Override
    public boolean hasFailed() {
        return fault.isPresent();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public IntakeOutcome finish() {
        try {
            if (chunks.isPresent()) {
                chunks.get().finish();
            }
            if (fault.isEmpty()) {
                pipeline.orElseThrow().splitter().end();
                check();
            }
        } catch (IOException e) {
            fail(Fault.ofSystem(e.getMessage()));
        }
        try {
            return fault.isPresent() ? rules.refused(queueId, fault.get()) : delivered();
        } finally {
            discard();
        }
    }

    @Override
    public void discard() {
        dropContent();
        rules.storage().giveBack(takenForRecipients);
        takenForRecipients = 0;
    }

    private void dropContent() {
        pipeline.ifPresent(one -> one.spool().close());
        pipeline = Optional.empty();
    }

    private void begin() {
        ZonedDateTime now = rules.now();
        MailFacts mail = session.mail().orElseThrow();
        MessageFacts facts = new MessageFacts(queueId, () -> sender(mail), rules.isLocal(session), now, rules.log());
        Storage.Spool spool = rules.storage().open();
        HeaderCleanup header = new HeaderCleanup(rules.cleanup(), facts);
        HeaderSplitter splitter = new HeaderSplitter(
                rules.cleanup().headerSize(), header, spool.content().appending(), spool);
        Characters stripped = rules.cleanup().stripped();
        Characters refused = rules.cleanup().refused();
        Optional<CharacterFilter> filter = stripped.isEmpty() && refused.isEmpty()
                ? Optional.empty()
                : Optional.of(new CharacterFilter(stripped, refused, splitter));
        pipeline = Optional.of(new Pipeline(spool, header, splitter, filter));
        try {
            header.field(
                    HeaderField.of(rules.received().text(session, queueId, now)),
                    spool.content().appending());
        } catch (IOException e) {
            fail(Fault.ofSystem(e.getMessage()));
        }
    }

    private String sender(MailFacts mail) throws IOException {
        try {
            return rules.envelope().sender(mail);
        } catch (LookupFailureException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void check() {
        Pipeline done = pipeline.orElseThrow();
        if (done.header().hops() >= rules.cleanup().hops()) {
            fail(Fault.TOO_MANY_HOPS);
        } else if (done.filter().map(CharacterFilter::isRefused).orElse(false)) {
            fail(IntakeRules.disallowed(session, done.filter().get().line()));
        }
    }

    /** Notes the first fault, and frees what was stored. */
    private void fail(Fault first) {
        if (fault.isEmpty()) {
            fault = Optional.of(first);
            dropContent();
        }
    }

    private IntakeOutcome delivered() {
        Pipeline done = pipeline.orElseThrow();
        return new HandOver(rules, session, queueId)
                .outcome(done.spool().content(), done.header().eightBit());
    }
}
