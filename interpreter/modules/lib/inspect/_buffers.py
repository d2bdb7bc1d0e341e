"""The flags with which a consumer asks for a buffer."""

import inspect
from enum import IntFlag


class BufferFlags(IntFlag):
    SIMPLE = 0
    WRITABLE = 1
    FORMAT = 4
    ND = 8
    STRIDES = 16 | ND
    C_CONTIGUOUS = 32 | STRIDES
    F_CONTIGUOUS = 64 | STRIDES
    ANY_CONTIGUOUS = 128 | STRIDES
    INDIRECT = 256 | STRIDES
    CONTIG, CONTIG_RO = ND | WRITABLE, ND
    STRIDED, STRIDED_RO = STRIDES | WRITABLE, STRIDES
    RECORDS, RECORDS_RO = STRIDES | WRITABLE | FORMAT, STRIDES | FORMAT
    FULL, FULL_RO = INDIRECT | WRITABLE | FORMAT, INDIRECT | FORMAT
    READ, WRITE = 256, 512


inspect._adopt(globals())
