/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

/** Measured clients in Java, each with its load on the server. */
enum Rival {
    /** Postchaise: a session kept for each thread, as in a managed connection. */
    OURS("ours"),
    /** Postchaise without waiting for the reply to RSET; no other client in Java sends RSET. */
    OURS_AHEAD("ours, smtp_reset_ahead"),
    /** Angus Mail at its best: an open Transport, a parsed message, TCP_NODELAY. */
    ANGUS("Angus, best"),
    /** Angus Mail in common use: a message composed for each mail, an open Transport on a plain socket. */
    ANGUS_PLAIN("Angus, usual"),
    /** Simple Java Mail with its batch module, which pools Angus Mail's Transports. */
    SIMPLE("Simple Java Mail"),
    /** Mail client of Vert.x, with pool and pipelining. */
    VERTX("Vert.x"),
    /** Commons Net, with TCP_NODELAY. */
    COMMONS_NET("Commons Net");

    private final String title;

    Rival(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean isOurs() {
        return this == OURS || this == OURS_AHEAD;
    }

    /** Returns the JVM option for the client's process. */
    String option() {
        return "-D" + PostchaiseSender.SET + "=" + (this == OURS_AHEAD ? "smtp_reset_ahead=yes" : "");
    }

    Load load() {
        return switch (this) {
            case OURS, OURS_AHEAD -> new ThreadedLoad(PostchaiseSender::new);
            case ANGUS -> new ThreadedLoad(AngusSender::tuned);
            case ANGUS_PLAIN -> new ThreadedLoad(AngusSender::usual);
            case SIMPLE -> new ThreadedLoad(new SimpleJavaMailSenders());
            case VERTX -> new VertxLoad();
            case COMMONS_NET -> new ThreadedLoad(CommonsNetSender::new);
        };
    }
}
