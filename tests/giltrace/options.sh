# What is wrong on the command line.
for option in -Xgil-seed=0 -Xgil-seed=x -Xgil-seed=-1 -Xgil-ring=0 -Xgil-ring=100000000000 -Xswitch-interval=0 \
              -Xswitch-interval=x -Xswitch-interval=nan --gil-trace --gil-what; do
    "$MINIPY" $option 2>&1 </dev/null | sed "s|$MINIPY|minipy|"
done
"$MINIPY" -X switch-interval=0.25 -c 'import sys; print(sys.getswitchinterval())'
"$MINIPY" -h | grep -A 2 -e '--gil'
