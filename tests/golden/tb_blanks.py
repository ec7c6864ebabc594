# Lines that end with blanks: they are shown with them, and marked, since the marks end before the line does.
import sys
import threading


def last():
    return 1 / 0   


def lines(x):  
    return [x,   
            last(),	
            3]  


def thread():  
    lines(1)  


try:
    thread()   
except ZeroDivisionError:
    threading.excepthook(threading.ExceptHookArgs([*sys.exc_info(), threading.current_thread()]))
thread()   
