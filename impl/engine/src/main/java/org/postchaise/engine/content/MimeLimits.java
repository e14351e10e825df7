/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

/**
 * How much of a message is looked at.
 *
 * @param headerSize {@code header_size_limit}: octets of one header; the rest of it is dropped
 * @param nesting {@code mime_nesting_limit}: multiparts within each other
 * @param boundaryLength {@code mime_boundary_length_limit}: octets of a boundary that are compared
 * @param recordSize {@code line_length_limit}: the longest piece of a line that is looked at in one go
 */
record MimeLimits(int headerSize, int nesting, int boundaryLength, int recordSize) {}
