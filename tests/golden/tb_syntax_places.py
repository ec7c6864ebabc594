# Reports of SyntaxError and its kin with places of all kinds.
import sys
sys.stderr = sys.stdout
class S(SyntaxError): pass
for c in (SyntaxError, IndentationError, TabError, S):
    for a in ((1,5,'abc defghi\n',1,8),(1,5,'abc defghi\n',1,-1),(1,2,'  b',1,-1),(1,2,'  b'),(1,1,'  b'),(1,3,'  b'),(1,4,'  b'),(1,9,'ab'),(1,2,'abcd',2,3),(1,0,'abcd',1,0),(1,-1,'abcd',1,0),(1,2,'abcd',1,2),(1,3,'abcd',1,2),(1,2,'abcd',1,99),(1,None,'abcd'),(None,1,'abcd'),(1,2,None),(1,2,''),(1,2,'\n'),(1,2,'ab\ncd\n'),(1,5,'ab\ncd\n'),(1,3,'\t\xe9\xe9x'),(1,3,'\t\xe9\xe9x',1,5),(1,4,'\t\f x',1,5), (1,1,"  \n"),(1,2,'abcd',0,3),(1,2,'abcd',1,0),(1,3,'ab',1,9),(1,2,'\x0cab'),(1,9,'abc\n'),(1,4,'abc\n'),(1,5,'abc\n'),(1,4,'abc\n',1,9),(1,5,'   \n'),(1,2,'abc\n',2,1),(1,7,'ab\ncd\n'),(1,6,'ab\ncd\n',1,8),(1,2,'abc\n\n'),(1,3,'a\tbc'),(1,3,'a\rbc\r\n'),('x',2,'ab'),(1,'x','ab'),(1,2,'abc  '),(1,9,'abc  '),(1,3,'a\fbc')):
        print('==', c.__name__, a); sys.stdout.flush()
        sys.excepthook(c, c('msg', ('<f>',)+a), None)
